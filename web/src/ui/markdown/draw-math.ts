/** Draws TeX by KaTeX: a chunk of its own, with its fonts, loaded with the first mathematics on a page. */
import katex from "katex";
import "katex/dist/katex.min.css";
import type { DrawMath } from "./markdown-text";
import { tame } from "./tame";

/** Characters that are shown of what is not drawn. */
const SHOWN_LIMIT = 5000;

/**
 * What cannot be drawn is shown as it is written, in red where KaTeX knows the place. No links, no styles from TeX (`trust`);
 * nothing beyond 20 em; KaTeX' own macros are expanded 200 times at most.
 */
export const drawMath: DrawMath = (tex, display) => {
  try {
    const tamed = tame(tex);
    return katex.renderToString(display ? inLines(tamed) : tamed, {
      displayMode: display,
      throwOnError: false,
      strict: "ignore",
      trust: false,
      maxSize: 20,
      maxExpand: 200,
    });
  } catch {
    const plain = tex.slice(0, SHOWN_LIMIT).replace(/&/g, "&amp;").replace(/</g, "&lt;");
    return `<code class="math-failed" dir="ltr">${plain}</code>`;
  }
};

/** An empty line within a formula begins a new line of it, which is what its author meant. */
function inLines(tex: string): string {
  const lines = tex.split(/\n[ \t]*\n\s*/);
  if (lines.length === 1 || /[&]|\\\\|\\begin/.test(tex)) return tex;
  return `\\begin{gathered}${lines.join("\\\\")}\\end{gathered}`;
}
