/** Draws TeX by KaTeX: a chunk of its own, with its fonts, loaded with the first mathematics on a page. */
import katex from "katex";
import "katex/dist/katex.min.css";
import type { DrawMath } from "./markdown-text";

/** Characters, and braces within braces: far beyond what anybody reads; KaTeX ends the page's stack at about 2,000. */
const [TEX_LIMIT, DEPTH_LIMIT] = [5000, 50];

/**
 * What cannot be drawn is shown as it is written, in red where KaTeX knows the place. No links, no styles from TeX (`trust`);
 * nothing beyond 20 em; macros are expanded 200 times at most.
 */
export const drawMath: DrawMath = (tex, display) => {
  try {
    if (tex.length > TEX_LIMIT || depth(tex) > DEPTH_LIMIT) throw new RangeError("too deep to be drawn");
    return katex.renderToString(display ? inLines(tex) : tex, {
      displayMode: display,
      throwOnError: false,
      strict: "ignore",
      trust: false,
      maxSize: 20,
      maxExpand: 200,
    });
  } catch {
    const plain = tex.slice(0, TEX_LIMIT).replace(/&/g, "&amp;").replace(/</g, "&lt;");
    return `<code class="math-failed" dir="ltr">${plain}</code>`;
  }
};

/** How many things are open in one another at most; `\left`, `\begin` and scripts without braces count as well. */
function depth(tex: string): number {
  let [now, most] = [0, 0];
  for (const [mark] of tex.matchAll(/\\(?:left|right|begin|end)(?![a-zA-Z])|\\.|[{}^_]/g)) {
    if (mark === "{" || mark === "\\left" || mark === "\\begin") now += 1;
    if (mark === "}" || mark === "\\right" || mark === "\\end") now -= 1;
    most = Math.max(most, now);
  }
  return most;
}

/** An empty line within a formula begins a new line of it, which is what its author meant. */
function inLines(tex: string): string {
  const lines = tex.split(/\n[ \t]*\n\s*/);
  if (lines.length === 1 || /[&]|\\\\|\\begin/.test(tex)) return tex;
  return `\\begin{gathered}${lines.join("\\\\")}\\end{gathered}`;
}
