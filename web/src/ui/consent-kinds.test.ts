import { expect, test } from "vitest";
import { toggled } from "./consent-kinds";

test("each kind is agreed to by itself, and taken back by itself", () => {
  expect(toggled(null, "board", true)).toEqual(["board"]);
  expect(toggled(["board"], "sound", true)).toEqual(["sound", "board"]);
  expect(toggled(["board", "sound"], "board", false)).toEqual(["sound"]);
  expect(toggled(null, "sound", false)).toEqual([]);
});
