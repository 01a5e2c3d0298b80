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

test("what is held now comes first, and a session that nobody ended does not stand before it", () => {
  const forgotten = planned("yesterday", NOON - 24 * HOUR, "LIVE");
  expect(nextSession([forgotten, planned("today", NOON - HOUR / 2, "LIVE")], NOON)?.id).toBe("today");
  expect(nextSession([forgotten, planned("soon", NOON + HOUR / 6)], NOON)?.id).toBe("soon");
  expect(nextSession([forgotten, planned("evening", NOON + 6 * HOUR)], NOON)?.id).toBe("yesterday");
  expect(nextSession([planned("early", NOON + 24 * HOUR, "LIVE"), planned("soon", NOON)], NOON)?.id).toBe("early");
  expect(nextSession([planned("missed", NOON - 3 * HOUR), planned("evening", NOON + 6 * HOUR)], NOON)?.id).toBe(
    "evening",
  );
  expect(nextSession([planned("over", NOON, "COMPLETED")], NOON)).toBeNull();
});

test("beside the next session come those that can be entered, then the other open ones", () => {
  const all = [
    planned("forgotten", NOON - 24 * HOUR, "LIVE"),
    planned("off", NOON, "CANCELLED"),
    planned("a", NOON + HOUR),
    planned("live", NOON, "LIVE"),
    planned("b", NOON + 2 * HOUR),
  ];
  expect(ids(afterNext(all, NOON))).toEqual(["forgotten", "a", "b"]);
});
