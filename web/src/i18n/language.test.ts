import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { languageNow, startLanguage } from "./language";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { languages: ["de-DE"] });
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A loader by which nothing comes before `come` is called. */
function slow() {
  let come = () => {};
  const wait = new Promise<void>((resolve) => {
    come = resolve;
  });
  const loader = async <M>(load: () => Promise<M>) => {
    await wait;
    return load();
  };
  return { loader, come: () => come() };
}

test("a language that never comes keeps nobody out, and comes too late once people are at work", async () => {
  const [draw, { loader, come }] = [vi.fn(), slow()];
  startLanguage(draw, loader);
  expect(draw).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3000);
  expect(draw).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(10_000);
  come();
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
  expect(draw).toHaveBeenCalledOnce();
  expect(languageNow()).toBe("en");
});

test("a language that comes in time is spoken from the first drawing on", async () => {
  const [draw, { loader, come }] = [vi.fn(), slow()];
  startLanguage(draw, loader);
  come();
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(draw).toHaveBeenCalledOnce();
  expect(languageNow()).toBe("de");
});
