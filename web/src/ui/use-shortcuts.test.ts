import { expect, test } from "vitest";
import { actOf } from "./use-shortcuts";

const M = { key: "M", ctrlKey: false, altKey: false, metaKey: false, repeat: false };
const act = () => {};

test("a key does its act, whatever the state of Caps Lock", () => {
  expect(actOf({ m: act }, M, false)).toBe(act);
  expect(actOf({ m: act }, { ...M, key: "m" }, false)).toBe(act);
  expect(actOf({ m: act }, { ...M, key: "x" }, false)).toBeUndefined();
});

test("nothing happens while somebody types or draws, holds a modifier, or keeps the key pressed", () => {
  expect(actOf({ m: act }, M, true)).toBeUndefined();
  for (const changes of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }]) {
    expect(actOf({ m: act }, { ...M, ...changes }, false)).toBeUndefined();
  }
});

test("names of every object's own are no shortcuts", () => {
  expect(actOf({}, { ...M, key: "toString" }, false)).toBeUndefined();
  expect(actOf({}, { ...M, key: "constructor" }, false)).toBeUndefined();
});
