import { expect, test } from "vitest";
import { repeatOf, weekdayOf, weeklyFrom } from "./repeat";

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
