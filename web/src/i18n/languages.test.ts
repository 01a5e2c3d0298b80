import { expect, test } from "vitest";
import { localeOf, pickLanguage } from "./languages";

test("the browser's first wish that can be fulfilled decides", () => {
  expect(pickLanguage(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(pickLanguage(null, ["en-GB", "de"])).toBe("en");
  expect(pickLanguage(null, ["fr"])).toBe("en");
  expect(pickLanguage(null, [])).toBe("en");
});

test("what was chosen by hand comes before the browser's wishes", () => {
  expect(pickLanguage("en", ["de"])).toBe("en");
  expect(pickLanguage("klingon", ["de"])).toBe("de");
  expect(pickLanguage("constructor", ["fr"])).toBe("en");
});

test("dates are written as the browser's own flavour of the language does", () => {
  expect(localeOf("en", ["de-DE", "en-GB", "en-US"])).toBe("en-GB");
  expect(localeOf("de", ["en-US"])).toBe("de");
});
