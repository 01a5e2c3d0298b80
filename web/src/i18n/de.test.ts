import { expect, test } from "vitest";
import { de } from "./de";
import { de as deOfStudent } from "./de-of-student";
import { en } from "./en";

const sources = import.meta.glob<string>("/src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const english = import.meta.glob("/src/i18n/en-*.ts");
const texts: Readonly<Record<string, string>> = en;
const names = (text: string) => new Set([...text.matchAll(/\{\w+\}/g)].map(String));

test("every English text has its German one: add what is listed to i18n/de-….ts", () => {
  expect(Object.keys(texts).filter((key) => !(key in de))).toEqual([]);
});

/** English texts that a page may load, now or later: the `en-….ts` that its modules come down to. */
function englishOf(page: string): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    const source = sources[file];
    if (source === undefined || seen.has(file) || /\/i18n\/(de|en)\b(?!-)/.test(file)) return;
    seen.add(file);
    for (const [, name = ""] of source.matchAll(/(?:^import (?!type)(?:[^;]*? from )?|\bimport\()"(\.[^"]+)"/gm)) {
      const path = new URL(name, `file://${file}`).pathname;
      for (const ending of ["", ".ts", ".tsx"]) visit(path + ending);
    }
  };
  visit(page);
  return [...seen].filter((file) => /\/i18n\/en-/.test(file));
}

test("a student's page has the German of all the English that it may load", async () => {
  const files = englishOf("/src/app/student.tsx");
  expect(files).toContain("/src/i18n/en-exercise.ts");
  expect(files).not.toContain("/src/i18n/en-center.ts");
  const modules = await Promise.all(files.map((file) => english[file]?.() as Promise<Record<string, object>>));
  const keys = modules.flatMap((module) => Object.values(module)).flatMap(Object.keys);
  expect(keys.filter((key) => !(key in deOfStudent))).toEqual([]);
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
