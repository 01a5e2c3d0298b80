import { expect, test } from "vitest";
import { queryOf } from "./api";
import { addressOf, partOf } from "./parts";

const ANY = { tutor_id: "", student_id: "", status: "", day: "" } as const;

test("what is not asked for is not in the query", () => {
  expect(queryOf(ANY)).toBe("");
  expect(queryOf({ ...ANY, tutor_id: "t 1", status: "LIVE" })).toBe("?tutor_id=t+1&status=LIVE");
});

test("a day is from midnight to midnight of this place, also when clocks change", () => {
  const query = new URLSearchParams(queryOf({ ...ANY, day: "2026-03-29" }));
  expect(Number(query.get("since"))).toBe(new Date(2026, 2, 29).getTime());
  expect(Number(query.get("until"))).toBe(new Date(2026, 2, 30).getTime());
});

test("each part is found at its address", () => {
  for (const part of ["floor", "sessions", "people", "links", "settings"] as const) {
    expect(partOf(addressOf(part))).toBe(part);
  }
});
