import { expect, test } from "vitest";
import { afterNext, agenda, nextSession } from "./agenda";
import type { Summary } from "./api";

const NOON = new Date(2026, 1, 18, 12).getTime();
const HOUR = 3_600_000;

function planned(id: string, start: number, status: Summary["status"] = "SCHEDULED"): Summary {
  const times = { scheduled_start: start, scheduled_end: start + HOUR };
  return { id, title: id, tutor_id: "t", tutor_name: "T", status, student_count: 0, series_id: null, ...times };
}

const ids = (sessions: readonly Summary[]) => sessions.map((session) => session.id);

test("a session that should have begun is still today's", () => {
  const got = agenda([planned("late", NOON - 30 * HOUR), planned("soon", NOON + HOUR)], NOON);
  expect(ids(got.today)).toEqual(["late", "soon"]);
});

test("tomorrow is later, and what is over is earlier, newest first", () => {
  const got = agenda(
    [
      planned("old", NOON - 50 * HOUR, "COMPLETED"),
      planned("off", NOON - 2 * HOUR, "CANCELLED"),
      planned("tomorrow", NOON + 24 * HOUR),
    ],
    NOON,
  );
  expect(ids(got.later)).toEqual(["tomorrow"]);
  expect(ids(got.earlier)).toEqual(["off", "old"]);
});

test("a live session comes before one that was planned earlier", () => {
  expect(nextSession([planned("planned", NOON), planned("live", NOON + HOUR, "LIVE")])?.id).toBe("live");
  expect(nextSession([planned("over", NOON, "COMPLETED")])).toBeNull();
});

test("after the next session come the other open ones", () => {
  const all = [
    planned("off", NOON, "CANCELLED"),
    planned("a", NOON),
    planned("live", NOON + HOUR, "LIVE"),
    planned("b", NOON + 2 * HOUR),
  ];
  expect(ids(afterNext(all))).toEqual(["a", "b"]);
});
