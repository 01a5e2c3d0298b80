import { expect, test } from "vitest";
import drawable from "../../../../tests/vectors/drawable.json";
import vectors from "../../../../tests/vectors/mathematics.json";
import { drawMath } from "./draw-math";
import { formulas } from "./formulas";
import { toHtml } from "./markdown-text";

test("formulas are found where Python finds them", () => {
  expect(vectors.length).toBeGreaterThan(1000);
  for (const { text, found } of vectors)
    expect(
      formulas(text).map(({ tex, display }) => [tex, display]),
      text,
    ).toEqual(found);
});

test("what nests deeper than anybody reads is shown as it is written, and nothing ends the page", () => {
  const deep = [
    `${"{".repeat(9900)}x${"}".repeat(9900)}`,
    `${"\\frac{".repeat(1500)}1`,
    `${"\\sqrt".repeat(900)}x`,
    `${"x^".repeat(2000)}x`,
    `${"\\left(".repeat(700)}x${"\\right)".repeat(700)}`,
    `${"\\begin{matrix}".repeat(300)}`,
    "\\def\\a{\\a\\a}\\a",
  ];
  for (const tex of deep) for (const display of [true, false]) expect(drawMath(tex, display)).toContain("<");
  expect(toHtml(`$$${deep[0]}$$`, drawMath, false)).toContain("math-failed");
});

test("what an import takes is drawn, and what it refuses since is shown as it is written", () => {
  for (const { before, piece, times, after, drawn } of drawable) {
    const tex = before + piece.repeat(times) + after;
    for (const display of [true, false]) {
      const html = drawMath(tex, display);
      expect(html.includes("katex-html") && !html.includes("#cc0000"), tex).toBe(drawn);
      expect(html.length, tex).toBeLessThan(300_000);
    }
  }
});

/** What of a formula is seen. */
const seen = (tex: string) =>
  drawMath(tex, false)
    .replace(/.*katex-html/s, "<")
    .replace(/<[^>]*>/g, "")
    .replace(/\u200b/g, "")
    .replace(/\u00a0/g, " ");

test("a percent sign is drawn, and nothing after it is lost", () => {
  for (const percent of ["%", "\\%"]) {
    expect(seen(`50${percent} \\text{ of } 200`)).toContain("50% of 200");
    expect(seen(`\\frac{p}{100} = p${percent}`)).toMatch(/p%$/);
    expect(seen(`\\text{5${percent} of it}`)).toBe("5% of it");
  }
  for (const tex of ["a &= 5% \\\\\nb &= c", "a \\\\% b"])
    expect(seen(`\\begin{aligned}${tex}\\end{aligned}`)).toMatch(/%.*[bc]$/s);
});

test("an empty line in a formula is a new line of it", () => {
  expect(drawMath("a = b\n\nc = d", true)).toContain("mtable");
  expect(drawMath("a &= b\n\nc &= d", true)).not.toContain("mtable");
});

test("mathematics as open courses write it is drawn", () => {
  const html = (text: string) => toHtml(text, drawMath, false);
  expect(html("C.\n\n$$\nx^2\n+ 2x\n- 3 = 0\n$$\n")).not.toContain("<li");
  expect(html("$$\n# A\n$$")).not.toContain("<h1");
  expect(html("| a | b |\n|--|--|\n| $|x|$ | 3 |\n").match(/<td/g)).toHaveLength(2);
  expect(html("10$, 12$ ou 15$ par billet")).not.toContain("katex");
  expect(html("$$f(x)=\\begin{cases}1 & \\text{if $x > 0$}\\\\0\\end{cases}$$")).not.toContain("katex-error");
  expect(html("`$x$` and ``$y``")).not.toContain("katex");
  expect(html("costs \\$5 and $\\$5$").match(/katex-mathml/g)).toHaveLength(1);
  for (const tex of ["\\(A = \\pi r^2\\)", "\\[ \\int_0^1 x \\]", "\\begin{align}\na &= b\n\\end{align}"])
    expect(html(tex)).toContain("katex-mathml");
});
