import { describe, expect, it } from "vitest";
import { cameraEncodings, NO_LIMIT } from "./encodings";
import { type Tunable, TunedSender } from "./tuned";

/** A sender as browsers have them: parameters can be set only as they were read last, one after the other. */
class FakeSender implements Tunable {
  encodings: RTCRtpEncodingParameters[] = [{ rid: "l" }, { rid: "m" }, { rid: "h" }].map((each) => ({
    ...each,
    active: true,
  }));
  refuse = 0;
  sets = 0;
  busy = false;

  getParameters(): RTCRtpSendParameters {
    const encodings = this.encodings.map((each) => ({ ...each }));
    return { transactionId: "", codecs: [], headerExtensions: [], rtcp: {}, encodings };
  }

  async setParameters({ encodings }: RTCRtpSendParameters): Promise<void> {
    if (this.busy) throw new DOMException("in parallel", "InvalidStateError");
    this.busy = true;
    this.sets += 1;
    await Promise.resolve();
    this.busy = false;
    if (this.refuse-- > 0) throw new DOMException("not now", "InvalidModificationError");
    this.encodings = encodings;
  }

  get active() {
    return this.encodings.filter((each) => each.active).map((each) => each.rid);
  }
}

const wanted = (...layers: (0 | 1 | 2)[]) => cameraEncodings(layers, null, NO_LIMIT);

describe("a sender", () => {
  it("has what was wanted last, whatever was wanted meanwhile", async () => {
    const sender = new FakeSender();
    const tuned = new TunedSender(sender);
    await Promise.all([tuned.want(wanted(0)), tuned.want(wanted(0, 2)), tuned.want(wanted())]);
    expect(sender.active).toEqual([]);
    expect(sender.encodings.map((each) => each.rid)).toEqual(["l", "m", "h"]);
  });

  it("is left alone while nothing is to be changed", async () => {
    const sender = new FakeSender();
    const tuned = new TunedSender(sender);
    for (let times = 0; times < 5; times++) await tuned.want(wanted(0));
    expect(sender.sets).toBe(1);
  });

  it("is tried again after a refusal, and mended when the browser forgot", async () => {
    const sender = new FakeSender();
    const tuned = new TunedSender(sender);
    sender.refuse = 1;
    await tuned.want(wanted(0));
    expect(sender.active).toEqual(["l", "m", "h"]);
    await tuned.want(wanted(0));
    expect(sender.active).toEqual(["l"]);
    sender.encodings = sender.encodings.map((each) => ({ ...each, active: true }));
    await tuned.want(wanted(0));
    expect(sender.active).toEqual(["l"]);
  });

  it("sends everything where nothing can be set", async () => {
    const sender = new FakeSender();
    sender.encodings = [];
    await new TunedSender(sender).want(wanted(0));
    expect(sender.sets).toBe(0);
  });
});
