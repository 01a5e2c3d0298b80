/**
 * Texts by key. Every text of the client goes through `t`; a language is one object with the keys of `en`. A page brings
 * only what it shows: its entry imports `for-student`, `for-tutor` or `for-home`.
 */
import type { en } from "./en";
import { enCommon } from "./en-common";

export type TextKey = keyof typeof en;
type Texts = Record<TextKey, string>;
/** Keys that exist as `…_one` and `…_other`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer Stem}_one` ? Stem : never) : never;
type Values = Record<string, string | number>;

const language = "en";
const texts: Partial<Texts> = { ...enCommon };

/** Add the texts of a page. */
export function addTexts(more: Partial<Texts>): void {
  Object.assign(texts, more);
}

/** The text, with each `{name}` replaced by its value. */
export function t(key: TextKey, values: Values = {}): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The text for a number, in the language's own singular or plural; `{n}` is the number. */
export function tn(key: CountKey, n: number, values: Values = {}): string {
  const form = new Intl.PluralRules(language).select(n) === "one" ? "one" : "other";
  return t(`${key}_${form}` as TextKey, { n, ...values });
}

/** "Ann, Bo and Cy" in the language's own way. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}

/** The time of day of an instant (milliseconds since 1970), as people here write it. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** Date and time of an instant, short. */
export function dateAndTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** The day of an instant, long: "Wednesday, 18 February". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" }).format(at);
}
