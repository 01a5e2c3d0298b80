import { expect, test } from "vitest";
import { inOrder } from "../text/fold";
import {
  allToggled,
  byTopic,
  found,
  inShelves,
  progressOf,
  recentFirst,
  selectedOf,
  stillSelected,
  toggled,
} from "./library";

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

test("shelves stand in the language's own order, numbers by their size, and what has no course at the end", () => {
  const all = [
    line("1", "", "", "Anything"),
    line("2", "Övningar", "1", "a"),
    line("3", "Zoologi", "10", "a"),
    line("4", "Zoologi", "9", "a"),
    line("5", "Zoologi", "", "a"),
  ];
  expect(inShelves(all, inOrder("de")).map((x) => x.id)).toEqual(["2", "4", "3", "5", "1"]);
  expect(inShelves(all, inOrder("sv")).map((x) => x.id)).toEqual(["4", "3", "5", "2", "1"]);
});

test("one is selected and no more, all that are shown are, and what is selected beside them stays", () => {
  const shown = ALL.slice(1);
  const one = toggled(new Set(["1"]), "2");
  expect([selectedOf(new Set(), shown), selectedOf(one, shown)]).toEqual(["none", "some"]);
  const all = allToggled(one, shown);
  expect(selectedOf(all, shown)).toBe("all");
  expect([...allToggled(all, shown)]).toEqual(["1"]);
  expect([...toggled(one, "2")]).toEqual(["1"]);
  expect(selectedOf(one, [])).toBe("none");
});

test("what is no longer there is not acted upon", () => {
  expect(stillSelected(new Set(["3", "gone", "1"]), ALL).map((x) => x.id)).toEqual(["1", "3"]);
});

test("progress is the share of what is answered and not known to be wrong", () => {
  const answers = [
    { item_id: "1", value: "2", correct: true, unreadable: false },
    { item_id: "2", value: "3", correct: false, unreadable: false },
    { item_id: "3", value: " ", correct: null, unreadable: false },
    { item_id: "5", value: "lots", correct: null, unreadable: true },
    { item_id: "4", value: "Because.", correct: null, unreadable: false },
  ];
  expect(progressOf(answers, 3)).toBe(66);
  expect(progressOf([], 0)).toBe(0);
});
