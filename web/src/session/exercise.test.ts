import { expect, test } from "vitest";
import { answerText, choose, type SheetPart } from "./exercise";

test("one option takes the place of another, several are added and taken away in order", () => {
  expect(choose("", 2, false)).toBe("2");
  expect(choose("2", 3, false)).toBe("3");
  expect(choose("3", 1, true)).toBe("1,3");
  expect(choose("1,3", 3, true)).toBe("1");
  expect(choose("1", 1, true)).toBe("");
});

test("an answer to a choice is told in the words of its options", () => {
  const part: SheetPart = {
    kind: "choice",
    id: "1",
    markdown: "",
    options: ["a", "b", "c"],
    several: true,
    solution: null,
  };
  expect(answerText(part, "1,3")).toBe("a\n\nc");
  expect(answerText({ ...part, kind: "number" }, "1,3")).toBe("1,3");
});
