import fc from "fast-check";
import { expect, test } from "vitest";
import { better, type ClockSample, sample } from "./clock-offset";

const SERVER_AHEAD_MS = 7_200_000;

/** An answer with these one-way delays, asked for at `at`. */
const answered = (at: number, there: number, back: number): ClockSample =>
  sample(at + there + SERVER_AHEAD_MS, at, at + there + back);

test("the offset is right to within half of the quickest round trip, however unequal the ways are", () => {
  const delays = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(delays, (ways) => {
      const kept = ways.reduce<ClockSample | null>((former, [there, back], i) => {
        return better(former, answered(i * 1000, there, back));
      }, null);
      const quickest = Math.min(...ways.map(([there, back]) => there + back));
      expect(Math.abs((kept?.offset_ms ?? 0) - SERVER_AHEAD_MS)).toBeLessThanOrEqual(quickest / 2);
    }),
  );
});

test("a clock that was set is believed at once, even by a slow answer", () => {
  const before = answered(0, 10, 10);
  const after = sample(1_000_000, 30_000, 30_400);
  expect(better(before, after)).toBe(after);
});
