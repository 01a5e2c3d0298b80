// The exercise of a lane as HTTP shows it (`GET /api/sessions/{id}/lanes/{student_id}/exercise`).
export interface SheetPart {
  /** `text` is to be read; everything else is an item to answer. */
  readonly kind: "text" | "choice" | "number" | "short-text" | "long-text" | "drawing";
  /** Empty for text. */
  readonly id: string;
  readonly markdown: string;
  /** Of a choice, Markdown each. An answer is the chosen numbers, counted from 1: "2", or "1,3". */
  readonly options: readonly string[];
  /** More than one may be chosen. */
  readonly several: boolean;
  /** What would be right; null for students. */
  readonly solution: readonly string[] | null;
}

export interface Sheet {
  readonly exercise_id: string;
  readonly title: string;
  readonly course: string;
  readonly lesson: string;
  /** When the student is told whether an answer is right. */
  readonly check: "now" | "later";
  readonly parts: readonly SheetPart[];
}

/** The value of a drawing that its student says is there. */
export const DRAWN = "drawn";

/** The chosen numbers of an answer to a choice. */
export function chosen(value: string): ReadonlySet<number> {
  return new Set(value.split(",").filter(Boolean).map(Number));
}

/** The answer after a click on option `number`: the one chosen, or one more or less of several. */
export function choose(value: string, number: number, several: boolean): string {
  if (!several) return String(number);
  const numbers = new Set(chosen(value));
  if (!numbers.delete(number)) numbers.add(number);
  return [...numbers].sort((a, b) => a - b).join(",");
}

/** An answer in words: the numbers of a choice become its options. */
export function answerText(part: SheetPart, value: string): string {
  if (part.kind !== "choice") return value;
  return [...chosen(value)].map((number) => part.options[number - 1] ?? "").join("\n\n");
}

/** The same answer, but for spaces around it. */
export function sameAnswer(a: string, b: string): boolean {
  return a.trim() === b.trim();
}
