/**
 * Markdown with mathematics as HTML. Raw HTML is shown as text and links are checked (markdown-it's own rules), so it is safe.
 * Formulas are taken out before Markdown reads the text, and drawn into what it made of it.
 */
import MarkdownIt from "markdown-it";
import { type Formula, formulas } from "./formulas";

/** TeX as HTML; `display`: on a line of its own. */
export type DrawMath = (tex: string, display: boolean) => string;

/** What the rules below know of the text that is being shown. */
interface Shown {
  readonly found: readonly Formula[];
  readonly source: string;
  readonly draw: DrawMath | null;
}

const markdown = MarkdownIt({ html: false, linkify: false, typographer: false });

const shown = (env: unknown) => env as Shown;

/** Stands for a formula while Markdown is read; private characters (Unicode 23.5), which texts are cleared of before. */
const PLACE = /\uE000(\d+)\uE001/g;
const PLACE_IN_LINK = /%EE%80%80(\d+)%EE%80%81/g;

/** Whether KaTeX is needed to show this text. */
export function hasMath(text: string): boolean {
  return formulas(text).length > 0;
}

markdown.renderer.rules["text"] = (tokens, at, _options, env) => {
  const { found, draw } = shown(env);
  return markdown.utils.escapeHtml(tokens[at]?.content ?? "").replace(PLACE, (_, index) => drawn(found[index], draw));
};

function drawn(formula: Formula | undefined, draw: DrawMath | null): string {
  if (formula === undefined) return "";
  return draw?.(formula.tex, formula.display) ?? `<code>${markdown.utils.escapeHtml(formula.tex)}</code>`;
}

/** Text as it was written, in what is no text: addresses, names of pictures. */
function written(text: string, place: RegExp, { found, source }: Shown): string {
  return text.replace(place, (_, index) => source.slice(found[index]?.start, found[index]?.end));
}

/** What is linked opens beside: nobody shall leave the room by a click. */
markdown.renderer.rules["link_open"] = (tokens, at, options, env, self) => {
  const token = tokens[at];
  const href = String(token?.attrGet("href") ?? "");
  token?.attrSet("href", written(href, PLACE_IN_LINK, shown(env)));
  token?.attrSet("target", "_blank");
  token?.attrSet("rel", "noopener noreferrer");
  return self.renderToken(tokens, at, options);
};

/** Pictures are not fetched from anywhere: their words stand for them. */
markdown.renderer.rules["image"] = (tokens, at, _options, env) =>
  `[${markdown.utils.escapeHtml(written(tokens[at]?.content ?? "", PLACE, shown(env)))}]`;

/** Each block is written from the side from which its own text is read. */
const BLOCKS = new Set(["paragraph_open", "heading_open", "list_item_open", "blockquote_open", "td_open", "th_open"]);
markdown.core.ruler.push("direction", (state) => {
  for (const token of state.tokens) if (BLOCKS.has(token.type)) token.attrSet("dir", "auto");
});

/** A text as Markdown reads it, and its formulas out of it: `\uE000n\uE001` stands for formula n. */
function read(text: string): { source: string; found: Formula[]; places: string } {
  const source = text.replace(/[\uE000\uE001]/g, "");
  const found = formulas(source);
  let [places, after] = ["", 0];
  found.forEach((formula, index) => {
    places += `${source.slice(after, formula.start)}\uE000${index}\uE001`;
    after = formula.end;
  });
  return { source, found, places: places + source.slice(after) };
}

/** What one line of Markdown says, without its marks. */
export function toText(text: string, say: (tex: string) => string): string {
  const { found, places } = read(text);
  const children = markdown.parseInline(places, {}).flatMap((token) => token.children ?? []);
  const words = children.map(({ type, content }) => (type === "softbreak" ? " " : content)).join("");
  return words.replace(PLACE, (_, index) => say(found[index]?.tex ?? ""));
}

/** HTML of a text; of one line without a paragraph around it if `inline`. `draw` null: mathematics as it is written. */
export function toHtml(text: string, draw: DrawMath | null, inline: boolean): string {
  const { source, found, places } = read(text);
  const env = { found, source, draw } satisfies Shown;
  return inline ? markdown.renderInline(places, env) : markdown.render(places, env);
}
