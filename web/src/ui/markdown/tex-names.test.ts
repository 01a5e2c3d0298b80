import { expect, test } from "vitest";
import written from "../../../../src/deskside/domain/tex_names.py?raw";
import { module } from "../../../katex-names.mjs";

test("an import takes what pages can draw: the names written for it are those of this KaTeX", () => {
  expect(module()).toBe(written);
});
