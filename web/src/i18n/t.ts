/**
 * Texts by key. Every text of the client goes through `t`; a language is one object with the keys of `en`. A page brings
 * only what it shows: its entry imports `for-student`, `for-tutor` or `for-home`.
 */
import type { en } from "./en";
import { enCommon } from "./en-common";
import { type Language, localeOf } from "./languages";

export type TextKey = keyof typeof en;
type Texts = Record<TextKey, string>;
/** Keys that exist as `…_one` and `…_other`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer Stem}_one` ? Stem : never) : never;
type Values = Record<string, string | number>;

const texts: Partial<Texts> = { ...enCommon };
let spoken: Readonly<Record<string, string>> = {};
let language: Language = "en";
/** For dates; undefined: the browser's own. */
let locale: string | undefined;
/** Made once, as making it costs more than a drawing. */
let dateFormat: Intl.DateTimeFormat | undefined;

/** Speak this language from now on. A text that it lacks comes in English. */
export function speak(next: Language, others: Readonly<Record<string, string>>): void {
  [language, spoken, locale] = [next, others, localeOf(next, navigator.languages)];
  dateFormat = undefined;
}

/** The page's language as people here write it; undefined: the browser's own. */
export function localeNow(): string | undefined {
  return locale;
}

/** Add the English texts of a page. */
export function addTexts(more: Partial<Texts>): void {
  Object.assign(texts, more);
}

/** The text, with each `{name}` replaced by its value. */
export function t(key: TextKey, values: Values = {}): string {
  return (spoken[key] ?? texts[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/**
 * The words for a refusal. In English the server itself says what was wrong in this case; other languages say what the
 * refusal's code means, and what to do (`de-refusals`; English pages do not carry `en-refusals`).
 */
export function refusalWords({ code, message }: { readonly code: string; readonly message: string }): string {
  if (language === "en" && message !== "") return message;
  const key = `refusal.${code}`;
  return t((Object.hasOwn(spoken, key) ? key : "refusal.other") as TextKey);
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

/** The same in pieces: each name an `element`, what stands between them a `literal`. */
export function listedParts(names: readonly string[]): readonly { type: "element" | "literal"; value: string }[] {
  return new Intl.ListFormat(language, { type: "conjunction" }).formatToParts(names);
}

/** The time of day of an instant (milliseconds since 1970), as people here write it. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** Date and time of an instant, short. */
export function dateAndTime(at: number): string {
  dateFormat ??= new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return dateFormat.format(at);
}

/** Whether an instant is on the present day. */
export function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

/** The day of an instant, short: "Wed, Feb 18". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short" }).format(at);
}
