import { build } from "vite";
import { expect, test } from "vitest";
import { oldestBrowsers } from "./plugin.ts";
import { newerNames, newerSyntax } from "./scripts.ts";
import { newerStyles } from "./styles.ts";

test.each([
  ["a regular expression with sets", "/[a--b]/v"],
  ["an import with attributes", 'import a from "./a.json" with { type: "json" }'],
  ["a modifier within a regular expression", "/(?i:a)/"],
  ["a group named twice", "/(?<a>b)|(?<a>c)/"],
  ["a resource that is disposed of", "{ using a = b(); }"],
])("syntax is refused: %s", (_kind, code) => {
  expect(newerSyntax(code)).toContain("near");
});

test.each(["/(?<=a)b/d", "class A { static #a = 1; static { A.#a ??= 2; } has(x) { return #a in x; } }", "await a?.b"])(
  "syntax of 2022 is let through: %s",
  (code) => {
    expect(newerSyntax(code)).toBeNull();
  },
);

test.each([
  ["AbortSignal.any([a])", "AbortSignal.any"],
  ['AbortSignal["any"]([a])', "AbortSignal.any"],
  ["window.AbortSignal.any([a])", "AbortSignal.any"],
  ["const { a } = Object.groupBy(b, c)", "Object.groupBy"],
  ["await Array.fromAsync(a)", "Array.fromAsync"],
  ["const { promise, resolve } = Promise.withResolvers()", "Promise.withResolvers"],
  ["URL.canParse(a) && URL.parse(a)", "URL.parse"],
  ["new Intl.Segmenter()", "Intl.Segmenter"],
  ["navigator.wakeLock.request()", "navigator.wakeLock"],
  ["a.toSorted()", "toSorted"],
  ["a.toSpliced(1, 1)", "toSpliced"],
  ["a.with(0, 1)", "with"],
  ["a.union(b)", "union"],
  ["map.values().map(f)", "iterator.map"],
  ["a.matchAll(b).toArray()", "iterator.toArray"],
  ["requestIdleCallback(f)", "requestIdleCallback"],
  ["window.requestIdleCallback(f)", "requestIdleCallback"],
  ["new VideoFrame(a)", "VideoFrame"],
  ["const { canParse } = URL", "URL.canParse"],
  ["a instanceof VideoFrame", "VideoFrame"],
  ["if (scheduler) scheduler.yield()", "scheduler"],
  ['new RegExp("a", "v")', "RegExp flag v"],
])("a name is refused: %s", (code, name) => {
  expect(newerNames(code, true)).toContain(name);
});

test.each([
  "if (AbortSignal.any) b = AbortSignal.any([a])",
  'if (typeof AbortSignal.any === "function") AbortSignal.any([a])',
  'if ("setSinkId" in audio) audio.setSinkId(a)',
  "if (window.scheduler) scheduler.yield()",
  "navigator.wakeLock?.request()",
  "a.toSorted?.()",
  'typeof VideoFrame === "undefined" ? null : new VideoFrame(a)',
  "const scheduler = make(); scheduler.run()",
  "Object.values(a).map(f); Object.entries(a).filter(f); [...a.values()].map(f)",
  "const a = { toSorted: 1, Highlight: 2 }; b.Highlight",
  "structuredClone(a); a.findLast(f); navigator.userActivation.isActive; AbortSignal.timeout(5)",
])("what is asked for, or is in all of them, is let through: %s", (code) => {
  expect(newerNames(code, true)).toEqual([]);
});

test("libraries may have members of their own that are called as sets are", () => {
  expect(newerNames("a.union(b); a.with(c)", false)).toEqual([]);
  expect(newerNames("a.toSorted()", false)).toEqual(["toSorted"]);
});

test.each([
  "a { &:hover { color: red } }",
  "a { b { color: red } }",
  "a { color: color-mix(in srgb, red, blue) }",
  "a { color: red; color: color-mix(in srgb, var(--b), blue) }", // read too late for the former to hold
  "a { --b: oklch(50% 0.1 20) }",
  "a { color: light-dark(red, blue) }",
  "a { color: rgb(from red r g b) }",
  "a { width: round(up, 10%, 1px) }",
  "a { grid-template-rows: subgrid }",
  "a { height: 2rlh }",
  "a { animation-timing-function: linear(0, 1) }",
  "@starting-style { a { color: red } }",
  "@scope (a) { b { color: red } }",
  "a:user-invalid, b { color: red }",
  "a:dir(rtl) { color: red }",
  "li:nth-child(2 of .a) { color: red }",
  "[popover]:popover-open { color: red }",
])("a style is refused: %s", (css) => {
  expect(newerStyles(css)).toHaveLength(1);
});

test.each([
  "a { color: red; color: color-mix(in srgb, red, blue) }",
  "@supports (color: color-mix(in srgb, red, blue)) { a { color: color-mix(in srgb, var(--b), blue) } }",
  'a:has(b)::before { content: "& color-mix(" ; background: url(a&b.svg) }',
  "@container (width > 10rem) { a { height: 100dvh; height: 1lh; inset: 0 } }",
  "@layer a { details[open] { background: linear-gradient(red, rgb(1 2 3 / 4%)); text-wrap: balance } }",
])("what is served otherwise, or is in all of them, is let through: %s", (css) => {
  expect(newerStyles(css)).toEqual([]);
});

test("a build with one of them fails, and says where", async () => {
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === "entry.ts" ? "/entry.ts" : null),
    load: (id: string) => (id === "/entry.ts" ? "document.title = AbortSignal.any([]).reason;" : null),
  };
  const built = build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, rollupOptions: { input: "entry.ts" } },
    plugins: [entry, oldestBrowsers()],
  });
  await expect(built).rejects.toThrow("/entry.ts: AbortSignal.any");
});
