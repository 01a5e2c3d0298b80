import { expect, test } from "vitest";
import type { ReplayFile, Seat, Stretch } from "./api";
import { absent, inLane, sending, tiles } from "./tiles";

const seat = (user_id: string, part: Seat["part"], missing: Seat["missing"] = null): Seat => ({
  ...{ user_id, name: user_id, part, missing },
});
const file = (id: string, kind: ReplayFile["kind"], person_id: string | null): ReplayFile => ({
  ...{ id, kind, person_id, url: `/${id}`, media_type: "video/webm", duration_ms: 1000, picture: true },
});
const people = [seat("alice", "student"), seat("tutor", "tutor"), seat("bob", "student", "no_consent")];

test("tutors come first, screens after their person's picture, nobody's file is left out", () => {
  const files = [file("1", "person", "alice"), file("2", "person", "tutor"), file("3", "screen", "alice")];
  expect(tiles({ files, people }).map(({ file: { id }, screen }) => [id, screen])).toEqual([
    ["2", false],
    ["1", false],
    ["3", true],
  ]);
});

test("what was cut for a student is the tutor's, and a film is no tile", () => {
  const cut = [file("1", "to_student", "alice"), file("2", "to_student_screen", "alice")];
  const files = [...cut, file("3", "composite", null), file("4", "person", "gone")];
  expect(tiles({ files, people }).map(({ seat, screen }) => [seat.user_id, screen])).toEqual([
    ["tutor", false],
    ["tutor", true],
  ]);
});

test("a lane has its student and the tutors", () => {
  expect(people.filter((each) => inLane(each, "alice")).map((each) => each.user_id)).toEqual(["alice", "tutor"]);
  expect(people.filter((each) => inLane(each, null))).toHaveLength(3);
  expect(absent(people, null).map((each) => each.user_id)).toEqual(["bob"]);
  expect(absent(people, "alice")).toEqual([]);
});

test("a camera is on as long as it is", () => {
  const on: Stretch = { what: "camera", person_id: "alice", ref: "", text: "", start: 10, end: 20 };
  expect([9, 10, 19, 20].map((at) => sending([on], "alice", "camera", at))).toEqual([false, true, true, false]);
  expect(sending([on], "alice", "mic", 15)).toBe(false);
});
