import { expect, test } from "vitest";
import { untilStart } from "./duration";

const NOON = Date.UTC(2026, 1, 18, 12);
const MINUTE = 60_000;

test("the wait is told in the largest unit that fits", () => {
  expect(untilStart(NOON + 58_500, NOON)).toEqual({ unit: "seconds", n: 59 });
  expect(untilStart(NOON + MINUTE, NOON)).toEqual({ unit: "minutes", n: 1 });
  expect(untilStart(NOON + MINUTE + 1_000, NOON)).toEqual({ unit: "minutes", n: 2 });
  expect(untilStart(NOON + 90 * MINUTE, NOON)).toEqual({ unit: "hours", n: 1 });
  expect(untilStart(NOON + 49 * 60 * MINUTE, NOON)).toEqual({ unit: "days", n: 2 });
  expect(untilStart(NOON, NOON)).toBeNull();
});
