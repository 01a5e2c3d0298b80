import { describe, expect, test } from "vitest";
import { type Care, encouraged, givenBy, heedTrack, isLost, NEW_CARE, type TrackSample } from "./own-track";

const EVERY_MS = 1000;

/** A device over time: what it says from second to second. `taken`: at which seconds it is taken again. */
class Device {
  care: Care = NEW_CARE;
  taken: number[] = [];
  #second = 0;
  #track = 1;
  readonly sample = {
    ended: false,
    muted: false,
    given: 0 as number | null,
    energy: 0 as number | null,
    visible: true,
  };
  /** What taking it again does. */
  onTake = () => this.fresh();

  /** Another track of it. */
  readonly fresh = (): void => {
    this.#track += 1;
    Object.assign(this.sample, { ended: false, muted: false });
  };

  lasts(seconds: number, facts: Partial<TrackSample> = {}, gives = { frames: true, sound: true }): this {
    Object.assign(this.sample, facts);
    for (let n = 0; n < seconds; n++) {
      this.#second += 1;
      if (gives.frames && this.sample.given !== null) this.sample.given += 1;
      if (gives.sound && this.sample.energy !== null) this.sample.energy += 0.001;
      const track = facts.track === null ? null : `track ${this.#track}`;
      const { care, take } = heedTrack(this.care, { ...this.sample, at: this.#second * EVERY_MS, track });
      this.care = care;
      if (!take) continue;
      this.taken.push(this.#second);
      this.onTake();
    }
    return this;
  }
}

const NOTHING = { frames: false, sound: false };
const SILENCE = { frames: true, sound: false };

describe("a track of the own devices", () => {
  test("that gives what it should is left alone", () => {
    expect(new Device().lasts(600).taken).toEqual([]);
    expect(new Device().lasts(600, { energy: null }).taken).toEqual([]);
    expect(new Device().lasts(600, { given: null, energy: null }).taken).toEqual([]);
  });

  test("that ended is taken again at once, also on a page that nobody sees", () => {
    expect(new Device().lasts(30).lasts(5, { ended: true }).taken).toEqual([31]);
    expect(new Device().lasts(30).lasts(1, { ended: true, visible: false }).taken).toEqual([31]);
  });

  test("that the system muted for a call is taken again when the call is over, as it may say that it lives and give nothing", () => {
    const device = new Device().lasts(30, { visible: true }).lasts(120, { muted: true, visible: false }, NOTHING);
    expect(device.taken).toEqual([]);
    expect(device.lasts(60, { muted: false, visible: true }).taken).toEqual([151]);
  });

  test("that is muted for a moment is left alone meanwhile, and for longer is taken again, ever less often", () => {
    expect(new Device().lasts(30).lasts(2, { muted: true }, NOTHING).taken).toEqual([]);
    const device = new Device().lasts(30);
    device.onTake = () => {};
    device.lasts(200, { muted: true }, NOTHING);
    expect(device.taken).toEqual([33, 35, 40, 55, 115, 175]);
  });

  test("that says it lives and gives nothing is taken again", () => {
    expect(new Device().lasts(30, { energy: null }).lasts(5, {}, NOTHING).taken).toEqual([34]);
    expect(new Device().lasts(30).lasts(5, {}, NOTHING).taken).toEqual([34]);
  });

  test("that once gave sound and is digitally silent for long is taken again once; a person who listens is not", () => {
    expect(new Device().lasts(30).lasts(18, {}, SILENCE).taken).toEqual([]);
    expect(new Device().lasts(30).lasts(600, {}, SILENCE).taken).toEqual([50]);
    expect(new Device().lasts(600, {}, SILENCE).taken).toEqual([]);
  });

  test("of a page that slept counts the time that was measured only", () => {
    const device = new Device().lasts(30);
    const { given, energy } = device.sample;
    const later = { ...device.sample, given, energy, track: "track 1", at: 31_000 + 3_600_000 };
    expect(heedTrack(device.care, later).take).toBe(false);
  });

  test("that is lost is sought with growing patience, at once when something has changed, and told of from the second try", () => {
    const device = new Device().lasts(30);
    device.onTake = () => {};
    device.lasts(1, { track: null });
    expect(isLost(device.care)).toBe(false);
    device.lasts(29, { track: null });
    expect(device.taken).toEqual([31, 33, 38, 53]);
    expect(isLost(device.care)).toBe(true);
    device.care = encouraged(device.care);
    expect(device.lasts(1, { track: null }).taken).toEqual([31, 33, 38, 53, 61]);
  });

  test("that is well for a while has no history", () => {
    const device = new Device().lasts(30).lasts(1, { ended: true }).lasts(25);
    expect(device.care.tries).toBe(0);
    expect(isLost(device.care)).toBe(false);
    expect(device.lasts(1, { ended: true }).taken).toEqual([31, 57]);
  });
});

test("a microphone is judged by what the connection got of it, a camera by its own count", () => {
  const report = new Map<string, object>([
    ["a", { type: "media-source", trackIdentifier: "m", totalSamplesDuration: 12.5, totalAudioEnergy: 0.25 }],
    ["b", { type: "media-source", trackIdentifier: "c", frames: 100 }],
  ]) as unknown as RTCStatsReport;
  const microphone = { id: "m", kind: "audio" } as MediaStreamTrack;
  const camera = { id: "c", kind: "video", stats: { deliveredFrames: 240 } } as unknown as MediaStreamTrack;
  expect(givenBy(report, microphone)).toEqual({ given: 12.5, energy: 0.25 });
  expect(givenBy(report, camera)).toEqual({ given: 240, energy: null });
  expect(givenBy(null, microphone)).toEqual({ given: null, energy: null });
  expect(givenBy(report, { id: "c", kind: "video" } as MediaStreamTrack)).toEqual({ given: null, energy: null });
});
