/** The languages there are, each by its own name. */

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** The language chosen before, else the first of the browser's wishes (BCP 47, such as "de-AT") that there is, else English. */
export function pickLanguage(remembered: string | null, wishes: readonly string[]): Language {
  if (remembered !== null && isLanguage(remembered)) return remembered;
  return wishes.map((wish) => wish.split("-")[0]?.toLowerCase() ?? "").find(isLanguage) ?? "en";
}

/** The browser's own flavour of a language, for dates and numbers: "en-GB" for "en" where people use that. */
export function localeOf(language: Language, wishes: readonly string[]): string {
  return wishes.find((wish) => wish.split("-")[0]?.toLowerCase() === language) ?? language;
}
