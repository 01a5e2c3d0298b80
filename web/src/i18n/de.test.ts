import { expect, test } from "vitest";
import { de } from "./de";
import { en } from "./en";

const texts: Readonly<Record<string, string>> = en;
const names = (text: string) => new Set([...text.matchAll(/\{\w+\}/g)].map(String));

test("every English text has its German one: add what is listed to i18n/de-….ts", () => {
  expect(Object.keys(texts).filter((key) => !(key in de))).toEqual([]);
});

test("no German text is left over: remove what is listed from i18n/de-….ts", () => {
  expect(Object.keys(de).filter((key) => !(key in texts))).toEqual([]);
});

test("a German text is filled with the same values as the English one", () => {
  const differ = Object.entries(de).filter(([key, text]) => {
    const [german, english] = [names(text), names(texts[key] ?? "")];
    return german.size !== english.size || [...german].some((name) => !english.has(name));
  });
  expect(differ.map(([key]) => key)).toEqual([]);
});

test("German says du to everybody, and calls people by one word each", () => {
  const other = /[a-zäöüß]en Sie\b|\bIhnen\b|\bIhre[mnrs]?\b|\bTutor|\bLernende/;
  expect(Object.entries(de).filter(([, text]) => other.test(text))).toEqual([]);
});
