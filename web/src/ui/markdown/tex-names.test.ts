import { expect, test } from "vitest";
import written from "../../../../src/deskside/domain/tex_names.py?raw";
import { module } from "../../../katex-names.mjs";
import { drawMath } from "./draw-math";

test("an import takes what pages can draw: the names written for it are those of this KaTeX", () => {
  expect(module()).toBe(written);
});

test("no command that is drawn makes another one", () => {
  const commands = /COMMANDS = [^"]*"""([^"]*)"""/.exec(written)?.[1]?.trim().split(/\s+/) ?? [];
  expect(commands.length).toBeGreaterThan(500);
  const making = commands.filter((name) =>
    [`\\${name}\\qqq{y}\\qqq`, `\\${name}{\\qqq}{y}\\qqq`].some((tex) => {
      const html = drawMath(tex, false);
      return !/math-failed|katex-error|#cc0000/.test(html);
    }),
  );
  expect(making).toEqual(["verb"]); // shows it as it is written
});
