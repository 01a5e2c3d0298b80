/** Draws TeX by KaTeX: a chunk of its own, with its fonts, loaded with the first mathematics on a page. */
import katex from "katex";
import "katex/dist/katex.min.css";
import type { DrawMath } from "./markdown-text";

/** What cannot be drawn is shown in red as it is written. No links, no styles from TeX (`trust`); nothing beyond 20 em. */
export const drawMath: DrawMath = (tex, display) =>
  katex.renderToString(tex, { displayMode: display, throwOnError: false, strict: "ignore", trust: false, maxSize: 20 });
