import { expect, test } from "vitest";
import { heed, type MicSample, NOTHING_HEARD, type Silence } from "./silence";

const silent: Omit<MicSample, "at"> = { track: "a", level: 0, muted: false, expected: true };

/** So many seconds of the same, half a second apart. */
function pass(silence: Silence, seconds: number, changes: Partial<MicSample> = {}): Silence {
  let now = silence;
  const began = Math.max(1000, silence.at);
  for (let i = 1; i <= seconds * 2; i++) now = heed(now, { ...silent, ...changes, at: began + i * 500 });
  return now;
}

test("a microphone that never gave a sound is told of after some seconds, not before", () => {
  const soon = pass(NOTHING_HEARD, 8);
  expect(soon.told).toBe(false);
  expect(pass(soon, 1).told).toBe(true);
});

test("once it was heard, silence is a person who listens", () => {
  const heard = pass(NOTHING_HEARD, 1, { level: 0.4 });
  expect(pass(heard, 600).told).toBe(false);
});

test("a sound takes the notice away", () => {
  const told = pass(NOTHING_HEARD, 10);
  expect(told.told).toBe(true);
  expect(pass(told, 0.5, { level: 0.1 }).told).toBe(false);
});

test("while nobody would hear it, or it is off, nothing is expected", () => {
  expect(pass(NOTHING_HEARD, 60, { expected: false }).told).toBe(false);
  expect(pass(NOTHING_HEARD, 60, { track: null }).told).toBe(false);
});

test("silence is not summed up over times in which nobody listened", () => {
  const half = pass(NOTHING_HEARD, 6);
  const alone = pass(half, 1, { expected: false });
  expect(pass(alone, 6).told).toBe(false);
});

test("another microphone begins anew", () => {
  const told = pass(NOTHING_HEARD, 10);
  expect(pass(told, 1, { track: "b" }).told).toBe(false);
  const heard = pass(NOTHING_HEARD, 1, { level: 0.4 });
  expect(pass(heard, 10, { track: "b" }).told).toBe(true);
});

test("a device that the system silenced is told of even after it was heard", () => {
  const heard = pass(NOTHING_HEARD, 1, { level: 0.4 });
  expect(pass(heard, 10, { muted: true }).told).toBe(true);
});

test("a page that slept for an hour has not measured an hour of silence", () => {
  const before = pass(NOTHING_HEARD, 1);
  expect(heed(before, { ...silent, at: before.at + 3_600_000 }).told).toBe(false);
});
