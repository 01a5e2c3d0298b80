import fc from "fast-check";
import { expect, test } from "vitest";
import { finds, fold, inOrder } from "./fold";

const [vectors = []] = Object.values(
  import.meta.glob<[string, string][]>("../../../tests/vectors/text.json", { eager: true, import: "default" }),
);

test("the page folds as the server does", () => {
  expect(vectors.length).toBeGreaterThan(50);
  expect(vectors.map(([written]) => [written, fold(written)])).toEqual(vectors);
});

test("what is folded stays as it is", () => {
  const text = fc.array(fc.integer({ min: 1, max: 0x2fff })).map((codes) => String.fromCodePoint(...codes));
  fc.assert(fc.property(text, (written) => fold(fold(written)) === fold(written)));
});

test("people are found by words in any order, typed on any keyboard, with or without accents", () => {
  expect(finds("ruiz jose", "José Ruiz")).toBe(true);
  expect(finds("D'ARCY", "René D’Arcy")).toBe(true);
  expect(finds("josé", "Jose Ruiz")).toBe(false);
  expect(finds(" ", "Ann Lee")).toBe(true);
});

test("lists are in the order of their language", () => {
  const names = ["Zoe", "Åsa", "Ann", "Özlem", "Class 10", "Class 9", "ben"];
  expect([...names].sort(inOrder("sv"))).toEqual(["Ann", "ben", "Class 9", "Class 10", "Zoe", "Åsa", "Özlem"]);
  expect([...names].sort(inOrder("de"))).toEqual(["Ann", "Åsa", "ben", "Class 9", "Class 10", "Özlem", "Zoe"]);
});
