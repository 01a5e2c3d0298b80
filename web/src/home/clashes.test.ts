import { expect, test } from "vitest";
import type { Summary } from "./api";
import { clashes } from "./clashes";

const HOUR = 3_600_000;
const SPAN = { scheduled_start: 10 * HOUR, scheduled_end: 11 * HOUR };
const other = (from: number, to: number, status: Summary["status"] = "SCHEDULED") =>
  ({ status, scheduled_start: from * HOUR, scheduled_end: to * HOUR }) as Summary;

test("what touches the span from within is in its way, what ends as it begins is not", () => {
  expect(clashes(other(10.5, 12), SPAN)).toBe(true);
  expect(clashes(other(9, 12), SPAN)).toBe(true);
  expect(clashes(other(9, 10), SPAN)).toBe(false);
  expect(clashes(other(11, 12), SPAN)).toBe(false);
});

test("what is over or called off is in nobody's way", () => {
  expect(clashes(other(10, 11, "LIVE"), SPAN)).toBe(true);
  expect(clashes(other(10, 11, "CANCELLED"), SPAN)).toBe(false);
  expect(clashes(other(10, 11, "COMPLETED"), SPAN)).toBe(false);
});
