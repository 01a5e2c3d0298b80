import { expect, test } from "vitest";
import { repeatOf, spansOf, weekdayOf, weeklyFrom } from "./repeat";
import { fieldsOf } from "./session-times";

test("a date has its weekday, Monday first", () => {
  expect(weekdayOf("2026-02-16")).toBe("MO");
  expect(weekdayOf("2026-02-22")).toBe("SU");
  expect(weekdayOf("")).toBeNull();
});

test("a series begins with the day of its first session", () => {
  const rule = repeatOf(weeklyFrom("2026-02-18"), "2026-02-18", "Europe/Berlin");
  expect(rule).toEqual({ weekdays: ["WE"], time_zone: "Europe/Berlin", count: 10, until: null });
});

test("a series needs days and an end that is not before its beginning", () => {
  const fields = weeklyFrom("2026-02-18");
  const rule = (more: object) => repeatOf({ ...fields, ...more }, "2026-02-18", "UTC");
  expect(rule({ weekdays: new Set() })).toBeNull();
  expect(rule({ count: "0" })).toBeNull();
  expect(rule({ count: "101" })).toBeNull();
  expect(rule({ count: "" })).toBeNull();
  expect(rule({ ends: "until", until: "2026-02-17" })).toBeNull();
  expect(rule({ ends: "until", until: "2026-03-18" })?.until).toBe("2026-03-18");
});

const TIMES = { date: "2026-02-26", start: "22:30", end: "00:30" };
const days = (fields: Parameters<typeof spansOf>[1], times = TIMES) =>
  spansOf(times, fields).map((span) => fieldsOf(span).date);

test("a series is held on each of its days, the first included, at the same hour", () => {
  const weekly = { ...weeklyFrom(TIMES.date), count: "3" };
  expect(days(weekly)).toEqual(["2026-02-26", "2026-03-05", "2026-03-12"]);
  expect(days({ ...weekly, weekdays: new Set(["MO", "TH"] as const) })).toEqual([
    "2026-02-26",
    "2026-03-02",
    "2026-03-05",
  ]);
  expect(spansOf(TIMES, weekly).map((span) => fieldsOf(span).start)).toEqual(["22:30", "22:30", "22:30"]);
});

test("the last day of a series belongs to it", () => {
  expect(days({ ...weeklyFrom(TIMES.date), ends: "until", until: "2026-03-12" })).toEqual([
    "2026-02-26",
    "2026-03-05",
    "2026-03-12",
  ]);
  expect(days({ ...weeklyFrom(TIMES.date), ends: "until", until: "2026-03-11" })).toHaveLength(2);
  expect(days({ ...weeklyFrom(TIMES.date), ends: "until", until: "9999-12-31" })).toHaveLength(100);
});

test("without a rule, or with half of one, it is the first alone; without times it is none", () => {
  expect(days(null)).toEqual(["2026-02-26"]);
  expect(days({ ...weeklyFrom(TIMES.date), count: "" })).toEqual(["2026-02-26"]);
  expect(days(null, { ...TIMES, start: "" })).toEqual([]);
  expect(
    days({ ...weeklyFrom("9999-12-30"), weekdays: new Set(["FR", "SA"] as const) }, { ...TIMES, date: "9999-12-30" }),
  ).toEqual(["9999-12-31"]);
});
