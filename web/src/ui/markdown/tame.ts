/**
 * What of TeX is given to KaTeX. `deskside.domain.drawable` refuses the same while an exercise is imported; what was stored
 * before is shown as it is written. tests/vectors/drawable.json holds both to it.
 */

/** Characters, things within one another, cells of tables: far beyond what anybody reads; KaTeX ends the page's stack at about 2,000. */
const [TEX_LIMIT, DEPTH_LIMIT, CELL_LIMIT] = [5000, 50, 400];

/** What makes a command: a few characters could stand for any number of signs, and each of them would be drawn. */
const DEFINES = new Set(
  ["def", "edef", "gdef", "xdef", "let", "futurelet", "global", "long"]
    .concat(["newcommand", "renewcommand", "providecommand"])
    .map((name) => `\\${name}`),
);

/** A command, a sign after a backslash, or a sign that counts. */
const MARK = /\\(?:[a-zA-Z@]+|[\s\S])|[{}&%]/g;

const OPENS = new Set(["{", "\\left", "\\begin"]);
const CLOSES = new Set(["}", "\\right", "\\end"]);
const ENDS_CELL = new Set(["&", "\\\\", "\\cr", "\\newline"]);

/**
 * TeX in which a percent sign is one: to TeX it would hide what follows, which nobody means who writes `50%`.
 * Throws RangeError for what would take long to draw.
 */
export function tame(tex: string): string {
  if (tex.length > TEX_LIMIT) throw new RangeError("too long to be drawn");
  let [depth, cells] = [0, 0];
  return tex.replace(MARK, (mark) => {
    if (OPENS.has(mark)) depth += 1;
    if (CLOSES.has(mark)) depth -= 1;
    if (ENDS_CELL.has(mark)) cells += 1;
    if (depth > DEPTH_LIMIT || cells > CELL_LIMIT || DEFINES.has(mark)) throw new RangeError("too much to be drawn");
    return mark === "%" ? "\\%" : mark;
  });
}
