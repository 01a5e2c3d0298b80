import { describe, expect, it } from "vitest";
import { LONG_MS, setPacketTime, USUAL_MS, withPacketTime } from "./packet-time";

const ANSWER = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=rtpmap:111 opus/48000/2",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=rtpmap:96 VP8/90000",
  "",
].join("\r\n");

/** A connection that negotiates as browsers do. */
class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  currentRemoteDescription: { type: string; sdp: string } | null = { type: "answer", sdp: ANSWER };
  refuses = false;
  readonly taken: string[] = [];

  async setLocalDescription(description?: { type: string }): Promise<void> {
    await Promise.resolve();
    this.signalingState = description?.type === "rollback" ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    if (this.signalingState !== "have-local-offer" || this.refuses) throw new DOMException("no", "OperationError");
    [this.currentRemoteDescription, this.signalingState] = [description, "stable"];
    this.taken.push(/a=ptime:(\d+)/.exec(description.sdp)?.[1] ?? "none");
  }

  get pc(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }
}

describe("the time in a packet", () => {
  it("is asked for in the line of sound, once", () => {
    const long = withPacketTime(ANSWER, LONG_MS);
    expect(long.split("m=video")[0]).toMatch(/opus\/48000\/2\r\na=ptime:60\r\n$/);
    expect(long.split("m=video")[1]).not.toContain("ptime");
    expect(withPacketTime(long, USUAL_MS)).toBe(withPacketTime(ANSWER, USUAL_MS));
  });

  it("is negotiated where it changes, and left alone where it is so", async () => {
    const connection = new FakeConnection();
    for (const ms of [USUAL_MS, LONG_MS, LONG_MS, USUAL_MS]) await setPacketTime(connection.pc, ms);
    expect(connection.taken).toEqual(["60", "20"]);
  });

  it("waits for a connection that is being negotiated, and never does it twice at once", async () => {
    const connection = new FakeConnection();
    connection.signalingState = "have-local-offer";
    await setPacketTime(connection.pc, LONG_MS);
    expect(connection.taken).toEqual([]);
    connection.signalingState = "stable";
    await Promise.all([setPacketTime(connection.pc, LONG_MS), setPacketTime(connection.pc, LONG_MS)]);
    expect(connection.taken).toEqual(["60"]);
  });

  it("leaves a connection as it was where a browser refuses, and does not ask again", async () => {
    const connection = new FakeConnection();
    connection.refuses = true;
    await setPacketTime(connection.pc, LONG_MS);
    connection.refuses = false;
    await setPacketTime(connection.pc, LONG_MS);
    expect([connection.signalingState, connection.taken]).toEqual(["stable", []]);
  });
});
