import fc from "fast-check";
import { expect, test } from "vitest";
import { type BoardElement, merge, ordered, type Scene, stamp, wins } from "./boards";

const element = (id: string, version: number, versionNonce: number, isDeleted = false): BoardElement => ({
  id,
  type: "freedraw",
  version,
  versionNonce,
  isDeleted,
  x: 0,
  y: 0,
  width: 1,
  height: 1,
});
const EMPTY: Scene = new Map();
const drawn = fc.array(
  fc
    .tuple(fc.constantFrom("a", "b", "c"), fc.nat(3), fc.nat(3))
    .map(([id, version, nonce]) => element(id, version, nonce)),
);

test("a higher version wins, and of equal versions the lower nonce", () => {
  expect(wins(element("a", 2, 9), element("a", 1, 1))).toBe(true);
  expect(wins(element("a", 2, 1), element("a", 2, 9))).toBe(true);
  expect(wins(element("a", 2, 9), element("a", 2, 9))).toBe(false);
  expect(wins(element("a", 0, 0), undefined)).toBe(true);
});

test("order and repetition do not matter, and nothing that was drawn is missing", () => {
  fc.assert(
    fc.property(drawn, fc.infiniteStream(fc.nat()), (elements, chance) => {
      const shuffled = [...elements, ...elements]
        .map((each) => ({ each, at: chance.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ each }) => each);
      const [one, other] = [merge(EMPTY, elements), merge(EMPTY, shuffled)];
      expect(Object.fromEntries(one)).toEqual(Object.fromEntries(other));
      expect(new Set(one.keys())).toEqual(new Set(elements.map(({ id }) => id)));
    }),
  );
});

test("ends that merge one another's scenes are equal", () => {
  fc.assert(
    fc.property(drawn, drawn, drawn, (a, b, c) => {
      const scenes = [a, b, c].map((elements) => merge(EMPTY, elements));
      const ends = [
        [0, 1, 2],
        [2, 0, 1],
        [1, 1, 2, 0],
      ].map((order) => order.reduce((scene, i) => merge(scene, scenes[i]?.values() ?? []), EMPTY));
      const shown = ends.map((scene) => ordered(scene.values()).map((each) => `${each.id} ${stamp(each)}`));
      expect(shown[1]).toEqual(shown[0]);
      expect(shown[2]).toEqual(shown[0]);
    }),
  );
});

test("a scene into which nothing comes is the same object", () => {
  const scene = merge(EMPTY, [element("a", 2, 1)]);
  expect(merge(scene, [element("a", 1, 1), element("a", 2, 1)])).toBe(scene);
});

test("the pile is ordered by index, then by id", () => {
  const at = (id: string, index: string | null) => ({ ...element(id, 1, 1), index });
  expect(ordered([at("c", "a2"), at("b", "a1"), at("a", "a1"), at("d", null)]).map(({ id }) => id)).toEqual([
    "d",
    "a",
    "b",
    "c",
  ]);
});
