/** Markdown with mathematics as HTML. Raw HTML is shown as text and links are checked (markdown-it's own rules), so it is safe. */
import MarkdownIt from "markdown-it";

/** TeX as HTML; `display`: on a line of its own. */
export type DrawMath = (tex: string, display: boolean) => string;

const markdown = MarkdownIt({ html: false, linkify: false, typographer: false });

/** `$…$` as in Pandoc: no space inside its ends, no digit after it, so that prices stay prices. `$$…$$` stands alone. */
const MATH = /^(?:\$\$([^$]+?)\$\$|\$(?!\s)((?:\\\$|[^$])+?)(?<!\s)\$(?!\d))/;

/** Whether KaTeX is needed to show this text. */
export function hasMath(text: string): boolean {
  return text.includes("$");
}

markdown.inline.ruler.after("escape", "math", (state, silent) => {
  if (state.src[state.pos] !== "$") return false;
  const found = MATH.exec(state.src.slice(state.pos));
  if (found === null) return false;
  if (!silent) {
    const token = state.push("math", "", 0);
    token.content = (found[1] ?? found[2] ?? "").trim();
    token.block = found[1] !== undefined;
  }
  state.pos += found[0].length;
  return true;
});

markdown.renderer.rules["math"] = (tokens, at, _options, env) => {
  const token = tokens[at];
  if (token === undefined) return "";
  const draw = env?.["draw"] as DrawMath | null | undefined;
  return draw?.(token.content, token.block) ?? `<code>${markdown.utils.escapeHtml(token.content)}</code>`;
};

/** What is linked opens beside: nobody shall leave the room by a click. */
markdown.renderer.rules["link_open"] = (tokens, at, options, _env, self) => {
  tokens[at]?.attrSet("target", "_blank");
  tokens[at]?.attrSet("rel", "noopener noreferrer");
  return self.renderToken(tokens, at, options);
};

/** HTML of a text; of one line without a paragraph around it if `inline`. `draw` null: mathematics as it is written. */
export function toHtml(text: string, draw: DrawMath | null, inline: boolean): string {
  return inline ? markdown.renderInline(text, { draw }) : markdown.render(text, { draw });
}
