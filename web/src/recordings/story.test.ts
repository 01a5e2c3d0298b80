import { expect, test } from "vitest";
import type { Line, Moment } from "./api";
import { current, entries } from "./story";

const line = (person_id: string, start: number): Line => ({ person_id, start, end: start + 500, text: "Hello" });
const moment = (person_id: string | null, at: number): Moment => ({ at, person_id, event: { type: "SessionPaused" } });
const replay = { lines: [line("alice", 300), line("bob", 100)], moments: [moment(null, 200), moment("bob", 400)] };

test("words and events are in one order", () => {
  expect(entries(replay, "all", () => true).map((entry) => entry.at)).toEqual([100, 200, 300, 400]);
  expect(entries(replay, "lines", () => true).map((entry) => entry.kind)).toEqual(["line", "line"]);
  expect(entries(replay, "moments", () => true).map((entry) => entry.at)).toEqual([200, 400]);
});

test("of a lane only what is its own or for all", () => {
  expect(entries(replay, "all", (id) => id === "alice").map((entry) => entry.at)).toEqual([200, 300]);
});

test("the one that is now is the last that has begun", () => {
  const list = entries(replay, "all", () => true);
  expect([0, 100, 250, 999].map((at) => current(list, at))).toEqual([-1, 0, 1, 3]);
});
