/** Which characters of Markdown belong to code, where nothing else is looked for. */

/** The same characters in both languages, whatever their versions of Unicode. */
export const SPACE = " \t\n\r\f\v\u00a0";

/** Without these characters at its end and its beginning. */
export function trimmed(text: string, after = SPACE, before = after): string {
  let [from, to] = [0, text.length];
  while (from < to && before.includes(text[from] ?? "")) from += 1;
  while (from < to && after.includes(text[to - 1] ?? "")) to -= 1;
  return text.slice(from, to);
}

interface Line {
  readonly at: number;
  readonly end: number;
  /** Without what it is indented and quoted by. */
  readonly text: string;
}

function linesOf(text: string): Line[] {
  let at = 0;
  return text.split("\n").map((whole) => {
    const line = { at, end: at + whole.length, text: trimmed(whole, " \t\r", " \t>") };
    at = line.end + 1;
    return line;
  });
}

/** 1 where a character belongs to code: fenced blocks, and spans between equally many backticks of one paragraph. */
export function codeIn(text: string): Uint8Array {
  const code = new Uint8Array(text.length);
  let fence = "";
  let paragraph = 0;
  for (const line of linesOf(text)) {
    const before = fence;
    fence = fenceAfter(before, line.text);
    const fenced = before !== "" || fence !== "";
    if (fenced) code.fill(1, line.at, line.end);
    else if (line.text !== "") continue;
    if (before === "") spansIn(text, paragraph, line.at, code);
    paragraph = line.end + 1;
  }
  if (fence === "") spansIn(text, paragraph, text.length, code);
  return code;
}

/** The marks that end the block of code which goes on after this line; "" if none does (CommonMark 4.5). */
function fenceAfter(before: string, line: string): string {
  const mark = marksOf(line);
  if (before === "") return mark.length >= 3 ? mark : "";
  return mark.startsWith(before) && mark.length === line.length ? "" : before;
}

/** The backticks or tildes that a line begins with. */
function marksOf(line: string): string {
  const first = line[0];
  if (first !== "`" && first !== "~") return "";
  let end = 0;
  while (line[end] === first) end += 1;
  return line.slice(0, end);
}

interface Run {
  readonly at: number;
  readonly size: number;
  /** A backslash is before it. */
  readonly escaped: boolean;
}

function spansIn(text: string, from: number, to: number, code: Uint8Array): void {
  const runs = runsIn(text, from, to);
  const next = new Map<number, number>();
  const partner = runs.map(() => -1);
  for (const [index, run] of [...runs.entries()].reverse()) {
    partner[index] = run.escaped ? -1 : (next.get(run.size) ?? -1);
    next.set(run.size, index);
  }
  for (let index = 0; index < runs.length; index += 1) {
    const [run, closing] = [runs[index], runs[partner[index] ?? -1]];
    if (run === undefined || closing === undefined) continue;
    code.fill(1, run.at, closing.at + closing.size);
    index = partner[index] ?? index;
  }
}

function runsIn(text: string, from: number, to: number): Run[] {
  const runs: Run[] = [];
  for (let at = from; at < to; ) {
    const escaped = text[at] === "\\";
    if (escaped) at += 1;
    const size = runSize(text, at, to);
    if (size > 0) runs.push({ at, size, escaped });
    at += size || 1;
  }
  return runs;
}

function runSize(text: string, at: number, to: number): number {
  let end = at;
  while (end < to && text[end] === "`") end += 1;
  return end - at;
}
