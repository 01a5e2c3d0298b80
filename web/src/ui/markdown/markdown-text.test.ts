import { expect, test } from "vitest";
import { hasMath, toHtml, toText } from "./markdown-text";

const math = (tex: string, display: boolean) => `<m ${display ? "block" : "line"}>${tex}</m>`;
const line = (text: string) => toHtml(text, math, true);

test("mathematics is told from prices, and display from text", () => {
  expect(line("$\\frac{1}{2}$ and $x$")).toBe("<m line>\\frac{1}{2}</m> and <m line>x</m>");
  expect(line("$$a_1 * b * c$$")).toBe("<m block>a_1 * b * c</m>");
  expect(line("It costs $5 or $6.")).toBe("It costs $5 or $6.");
  expect(line("It costs \\$5 and $ x $.")).toBe("It costs $5 and $ x $.");
  expect(hasMath("none")).toBe(false);
  expect(hasMath("10$, 12$ ou 15$")).toBe(false);
});

test("as long as mathematics cannot be drawn it is shown as it is written", () => {
  expect(toHtml("$a<b$", null, true)).toBe("<code>a&lt;b</code>");
});

test("raw HTML and scripts in links are text, and links open beside", () => {
  expect(line("<img src=x onerror=alert(1)>")).toBe("&lt;img src=x onerror=alert(1)&gt;");
  expect(line("[a](javascript:alert(1))")).toBe("[a](javascript:alert(1))");
  expect(line("[a](https://example.org)")).toBe(
    '<a href="https://example.org" target="_blank" rel="noopener noreferrer">a</a>',
  );
  expect(line("[a](https://example.org/$x$)")).toContain('href="https://example.org/$x$"');
});

test("what stands for a formula cannot be written by hand, and no picture is fetched", () => {
  expect(line("\uE0000\uE001 $x$")).toBe("0 <m line>x</m>");
  expect(line("![a $x$ triangle](triangle.png)")).toBe("[a $x$ triangle]");
});

test("a text of several lines has paragraphs, tables and lists, each read from its own side", () => {
  expect(toHtml("a\n\n| x | y |\n|---|---|\n| 1 | 2 |\n", null, false)).toContain('<td dir="auto">1</td>');
  expect(toHtml("חשבו את $x+1$\n", math, false)).toBe('<p dir="auto">חשבו את <m line>x+1</m></p>\n');
});

test("a name is said without the marks of Markdown, and with words for mathematics", () => {
  const say = (tex: string) => `[${tex}]`;
  expect(toText("**Half** of $x$ costs $5, see [this](https://example.org) `a`", say)).toBe(
    "Half of [x] costs $5, see this a",
  );
});
