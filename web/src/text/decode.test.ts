import { expect, test } from "vitest";
import { decode } from "./decode";

// The files of these names in tests/cases, in Base64.
const FILES = {
  "roster-windows-1252-from-spreadsheet.csv":
    "bmFtZTtyb2xlO2VtYWlsO2dyYWRlX2xldmVsO2NvdXJzZV9sZXZlbA0KSvxyZ2VuIEdyb987c3R1ZGVudDs7ODtNYXRoDQpab+sgTvrxZXo7c3R1ZGVudDs7ODtNYXRoDQpSZW7pIESSQXJjeTtzdHVkZW50Ozs4O01hdGgNCg==",
  "roster-macroman-from-spreadsheet.csv":
    "bmFtZTtyb2xlO2VtYWlsO2dyYWRlX2xldmVsO2NvdXJzZV9sZXZlbA1Kn3JnZW4gR3JvpztzdHVkZW50Ozs4O01hdGgNWm+RIE6clmV6O3N0dWRlbnQ7Ozg7TWF0aA1SZW6OIETVQXJjeTtzdHVkZW50Ozs4O01hdGgN",
  "roster-utf16-tabs-unicode-text.txt":
    "//5uAGEAbQBlAAkAcgBvAGwAZQAJAGUAbQBhAGkAbAAJAGcAcgBhAGQAZQBfAGwAZQB2AGUAbAAJAGMAbwB1AHIAcwBlAF8AbABlAHYAZQBsAA0ACgBKAPwAcgBnAGUAbgAgAEcAcgBvAN8ACQBzAHQAdQBkAGUAbgB0AAkACQA4AAkATQBhAHQAaAANAAoAWgBvAOsAIABOAPoA8QBlAHoACQBzAHQAdQBkAGUAbgB0AAkACQA4AAkATQBhAHQAaAANAAoAUgBlAG4A6QAgAEQAGSBBAHIAYwB5AAkAcwB0AHUAZABlAG4AdAAJAAkAOAAJAE0AYQB0AGgADQAKAA==",
};
const bytesOf = (data: string): Uint8Array => Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
// Node reads windows-1252 as Latin-1, browsers do not.
const asBrowsersDo = (text: string): string => text.replaceAll("\x92", "’");
const NAMES = ["Jürgen Groß", "Zoë Núñez", "René D’Arcy"];

test.each([
  ["roster-windows-1252-from-spreadsheet.csv", "windows-1252", false],
  ["roster-macroman-from-spreadsheet.csv", "macintosh", false],
  ["roster-utf16-tabs-unicode-text.txt", null, true],
] as const)("%s keeps its names", (name, encoding, sure) => {
  const read = decode(bytesOf(FILES[name]));
  expect(NAMES.filter((person) => !asBrowsersDo(read.text).includes(person))).toEqual([]);
  expect([read.encoding, read.sure]).toEqual([encoding, sure]);
  expect(read.text).not.toContain("\ufffd");
});

test("what says that it is Unicode is believed, and its mark is no letter", () => {
  const text = "name;role\nZoë;student\n";
  expect(decode(new TextEncoder().encode(`\ufeff${text}`))).toEqual({ text, encoding: null, sure: true });
  const wide = [...text].flatMap((sign) => [sign.charCodeAt(0), 0]);
  expect(decode(Uint8Array.from(wide))).toEqual({ text, encoding: null, sure: true });
});

test("a guess is never sure, and the person's word counts", () => {
  const bytes = Uint8Array.from([0x4a, 0xfc, 0x72, 0x67]);
  expect(decode(bytes).sure).toBe(false);
  expect(decode(bytes, "windows-1251")).toEqual({ text: "Jьrg", encoding: "windows-1251", sure: false });
});
