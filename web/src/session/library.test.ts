import { expect, test } from "vitest";
import { byTopic, found, recentFirst } from "./library";

const line = (id: string, course: string, lesson: string, title: string) => ({ id, course, lesson, title });
const ALL = [
  line("1", "English", "Essays", "My summer"),
  line("2", "Maths", "Fractions", "Adding"),
  line("3", "Maths", "Fractions", "Dividing"),
];

test("every word must occur, whatever its case and place", () => {
  expect(found(ALL, "fractions ADD").map((x) => x.id)).toEqual(["2"]);
  expect(found(ALL, " ")).toEqual(ALL);
  expect(found(ALL, "summer maths")).toEqual([]);
});

test("recent ones come in the order of their use, without those that are gone", () => {
  expect(recentFirst(ALL, ["3", "gone", "1"]).map((x) => x.id)).toEqual(["3", "1"]);
});

test("exercises of one course and lesson stand together", () => {
  expect(byTopic(ALL).map((group) => [group.lesson, group.exercises.length])).toEqual([
    ["Essays", 1],
    ["Fractions", 2],
  ]);
});
