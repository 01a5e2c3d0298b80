import "./for-tutor";
import { expect, test, vi } from "vitest";
import { de } from "./de";
import { en } from "./en";
import { listed, refusalWords, speak, t, tn } from "./t";

test("a hole is filled with its value", () => {
  expect(t("lanes.assign_to", { name: "Ann" })).toBe("Assign an exercise to Ann");
});

test("a value that looks like a replacement pattern is taken as it is", () => {
  expect(t("lanes.assign_to", { name: "$&{name}" })).toBe("Assign an exercise to $&{name}");
});

test("one and many have their own words", () => {
  expect(tn("session.help_count", 1)).toBe("1 waits for help");
  expect(tn("session.help_count", 3)).toBe("3 wait for help");
});

test("names are listed as people list them", () => {
  expect(listed(["Ann", "Bo", "Cy"])).toBe("Ann, Bo, and Cy");
});

test("each plural has both forms", () => {
  const keys = Object.keys(en);
  for (const key of keys.filter((k) => k.endsWith("_one"))) expect(keys).toContain(key.replace(/_one$/, "_other"));
});

test("a refusal is told in the page's language, by its code where the server speaks another one", () => {
  vi.stubGlobal("navigator", { languages: ["en"] });
  speak("en", {});
  expect(refusalWords({ code: "conflict", message: "The session is over." })).toBe("The session is over.");
  expect(refusalWords({ code: "conflict", message: "" })).toContain("did not work");
  expect(refusalWords({ code: "never-heard-of", message: "" })).toContain("did not work");
  speak("de", de);
  expect(refusalWords({ code: "conflict", message: "The session is over." })).toContain("geht jetzt nicht");
  expect(refusalWords({ code: "never-heard-of", message: "Anything." })).toContain("nicht geklappt");
  expect(refusalWords({ code: "constructor", message: "Anything." })).toContain("nicht geklappt");
  speak("en", {});
  vi.unstubAllGlobals();
});
