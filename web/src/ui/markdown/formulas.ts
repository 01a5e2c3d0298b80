/**
 * Where mathematics stands in a text: `$…$`, `\(…\)`, `$$…$$`, `\[…\]`, and environments such as `\begin{align}`.
 * Found before Markdown reads the text, so that a line that begins with a sign is no list, |x| ends no cell of a table and
 * an empty line ends no formula (as Jupyter does it). Each character is looked at a fixed number of times.
 * `deskside.domain.mathematics` is the same in Python; tests/vectors/mathematics.json holds both to it.
 */

import { codeIn, SPACE, trimmed } from "./code-spans";

export interface Formula {
  /** First character of its opening mark, and the one after its closing mark. */
  readonly start: number;
  readonly end: number;
  readonly tex: string;
  /** On a line of its own. */
  readonly display: boolean;
}

/** Environments that authors write without any mark around them (amsmath). */
const ALONE = new Set([
  "align",
  "align*",
  "alignat",
  "alignat*",
  "equation",
  "equation*",
  "gather",
  "gather*",
  "multline",
]);

type Kind = "{" | "}" | "$" | "$$" | "\\(" | "\\)" | "\\[" | "\\]" | "begin" | "end" | "gap";

interface Token {
  readonly kind: Kind;
  readonly at: number;
  readonly end: number;
  /** Braces open before it. */
  readonly depth: number;
  /** Of an environment. */
  readonly name: string;
}

/** All formulas of a text, in order. */
export function formulas(text: string): Formula[] {
  const tokens = tokensOf(text, codeIn(text));
  const closing = closingOf(text, tokens);
  const found: Formula[] = [];
  let after = 0;
  tokens.forEach((token, index) => {
    const close = closing[index];
    if (close === undefined || close === null || token.at < after) return;
    const alone = token.kind === "begin";
    const tex = alone ? text.slice(token.at, close.end) : text.slice(token.end, close.at);
    if (trimmed(tex) === "") return;
    const display = token.kind !== "$" && token.kind !== "\\(";
    found.push({ start: token.at, end: close.end, tex: trimmed(tex), display });
    after = close.end;
  });
  return found;
}

function tokensOf(text: string, code: Uint8Array): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\n" && isGap(text, at)) tokens.push({ kind: "gap", at, end: at + 1, depth, name: "" });
    if (code[at]) continue;
    const token = tokenAt(text, code, at, depth);
    if (token !== null) tokens.push(token);
    if (token?.kind === "{") depth += 1;
    if (token?.kind === "}") depth -= 1;
    if (text[at] === "\\" || token?.kind === "$$") at += 1;
  }
  return tokens;
}

function tokenAt(text: string, code: Uint8Array, at: number, depth: number): Token | null {
  const char = text[at];
  const token = (kind: Kind, size: number, name = ""): Token => ({ kind, at, end: at + size, depth, name });
  if (char === "\\") {
    const two = text.slice(at, at + 2);
    if (two === "\\(" || two === "\\)" || two === "\\[" || two === "\\]") return token(two, 2);
    const environment = environmentAt(text, at);
    return environment && token(environment.kind, environment.size, environment.name);
  }
  if (char === "{" || (char === "}" && depth > 0)) return token(char, 1);
  if (char === "$") return text[at + 1] === "$" && !code[at + 1] ? token("$$", 2) : token("$", 1);
  return null;
}

/** Whether the line after this line break is empty. */
function isGap(text: string, newline: number): boolean {
  let at = newline + 1;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return text[at] === "\n";
}

/** Letters of an environment's name; no drawable one is longer. */
const NAME_LIMIT = 20;

function environmentAt(text: string, at: number): { kind: "begin" | "end"; size: number; name: string } | null {
  for (const kind of ["begin", "end"] as const) {
    const opening = `\\${kind}{`;
    if (!text.startsWith(opening, at)) continue;
    const from = at + opening.length;
    const size = text.slice(from, from + NAME_LIMIT).indexOf("}");
    if (size > 0) return { kind, size: opening.length + size + 1, name: text.slice(from, from + size) };
  }
  return null;
}

/** The nearest marks that could close a formula, while tokens are gone through from the last to the first. */
class Ahead {
  /** By depth of braces. */
  readonly #inline: (Token | undefined)[] = [];
  readonly #display: (Token | undefined)[] = [];
  readonly #nearest = new Map<Kind, Token>();
  readonly #ends: Token[] = [];

  /** The token that closes this one, if it opens a formula; from now on this one may close others. */
  pass(text: string, token: Token): Token | null {
    switch (token.kind) {
      case "gap":
        this.#inline.length = 0;
        this.#nearest.delete("\\)");
        return null;
      case "{":
        return null;
      case "}": // what is as deep on its right is of another group
        this.#inline.length = Math.min(this.#inline.length, token.depth);
        this.#display.length = Math.min(this.#display.length, token.depth);
        return null;
      case "$":
      case "$$":
        return this.#dollars(text, token);
      case "end":
        this.#ends.push(token);
        return null;
      case "begin":
        return this.#environment(token);
      case "\\(":
        return this.#nearest.get("\\)") ?? null;
      case "\\[":
        return this.#nearest.get("\\]") ?? null;
      default:
        this.#nearest.set(token.kind, token);
        return null;
    }
  }

  #dollars(text: string, token: Token): Token | null {
    if (token.kind === "$") {
      const close = opens(text, token) ? this.#inline[token.depth] : undefined;
      if (closes(text, token)) this.#inline[token.depth] = token;
      return close ?? null;
    }
    const close = this.#display[token.depth] ?? this.#nearest.get("$$");
    this.#display[token.depth] = token;
    this.#nearest.set("$$", token);
    return close ?? null;
  }

  #environment(token: Token): Token | null {
    const end = this.#ends.pop();
    return end !== undefined && end.name === token.name && ALONE.has(token.name) ? end : null;
  }
}

/** By token: the one that closes it, if it opens a formula. From the last to the first, so that each is seen once. */
function closingOf(text: string, tokens: readonly Token[]): (Token | null)[] {
  const ahead = new Ahead();
  return [...tokens]
    .reverse()
    .map((token) => ahead.pass(text, token))
    .reverse();
}

/** As in Pandoc: no space after it; and no digit before it, so that prices stay prices (12$ ou 15$). */
function opens(text: string, token: Token): boolean {
  return !SPACE.includes(text[token.end] ?? " ") && !/\p{Nd}/u.test(text[token.at - 1] ?? " ");
}

/** As in Pandoc: no space before it, no digit after it. */
function closes(text: string, token: Token): boolean {
  return !SPACE.includes(text[token.at - 1] ?? " ") && !/\p{Nd}/u.test(text[token.end] ?? " ");
}
