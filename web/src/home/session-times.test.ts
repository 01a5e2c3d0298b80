import { expect, test, vi } from "vitest";
import { changedSpan, fieldsOf, nextHalfHour, timesOf } from "./session-times";

test("the form proposes an hour from the next half hour on", () => {
  const times = nextHalfHour(new Date(2026, 1, 8, 14, 7).getTime());
  expect(times).toEqual({ date: "2026-02-08", start: "14:30", end: "15:30" });
});

test("what the form proposes is what it understands", () => {
  const at = new Date(2026, 1, 8, 14, 30).getTime();
  expect(timesOf(nextHalfHour(at))).toEqual({ scheduled_start: at, scheduled_end: at + 3_600_000 });
});

test("a session across midnight ends on the next day", () => {
  const got = timesOf({ date: "2026-02-08", start: "23:30", end: "00:30" });
  expect(got && got.scheduled_end - got.scheduled_start).toBe(3_600_000);
});

test("a session across the night in which summer ends or begins is as long as that night makes it", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  const hours = (date: string) => {
    const got = timesOf({ date, start: "23:00", end: "04:00" });
    return got && (got.scheduled_end - got.scheduled_start) / 3_600_000;
  };
  expect([hours("2026-10-24"), hours("2027-03-27"), hours("2026-06-09")]).toEqual([6, 4, 5]);
  vi.unstubAllEnvs();
});

test("no length and no date make no session", () => {
  expect(timesOf({ date: "2026-02-08", start: "10:00", end: "10:00" })).toBeNull();
  expect(timesOf({ date: "", start: "10:00", end: "11:00" })).toBeNull();
});

test("who changes only the title does not move a session that starts between two minutes", () => {
  const start = new Date(2026, 1, 8, 14, 30, 21).getTime();
  const session = { scheduled_start: start, scheduled_end: start + 3_600_000 };
  const fields = fieldsOf(session);
  expect(fields).toEqual({ date: "2026-02-08", start: "14:30", end: "15:30" });
  expect(changedSpan(session, fields)).toEqual(session);
  expect(changedSpan(session, { ...fields, start: "14:31" })?.scheduled_start).toBe(
    new Date(2026, 1, 8, 14, 31).getTime(),
  );
  expect(changedSpan(session, { ...fields, date: "" })).toBeNull();
});
