import ts from "typescript";
import { expect, it } from "vitest";

/**
 * Styles stand beside what they style, and each page loads only its own: a component that wears a class of another component's
 * sheet is bare on every page that does not draw that one. No tool knows which page loads what.
 */
type Files = Readonly<Record<string, string>>;

/** The file of an import, as the keys of `files` have it; undefined: of a package, or generated. */
function resolve(files: Files, from: string, name: string): string | undefined {
  const path = new URL(name, `file:///web/src/app/${from}`).pathname;
  const key = path.startsWith("/web/src/app/") ? `./${path.slice(13)}` : `../${path.slice(9)}`;
  return [key, `${key}.ts`, `${key}.tsx`, `${key}/index.ts`, `${key}/index.tsx`].find((each) => each in files);
}

const importsOf = (file: string, source: string): string[] =>
  file.endsWith(".css")
    ? [...source.matchAll(/@import url\("([^"]+)"\)/g)].map((found) => found[1] ?? "")
    : ts.preProcessFile(source).importedFiles.map((each) => each.fileName);

/** What a page may load, now or later. */
function loads(files: Files, page: string): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(file, files[file] ?? "")) {
      const found = name.startsWith(".") ? resolve(files, file, name) : undefined;
      if (found !== undefined) visit(found);
    }
  };
  visit(page);
  return seen;
}

const styledIn = (sheet: string): string[] =>
  [...sheet.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/\.([a-z][\w-]*)(?=[^{};]*\{)/g)].map((found) => found[1] ?? "");

/** The classes that a component writes down; those that it makes of pieces are not seen. */
function wornIn(file: string, source: string): Set<string> {
  const worn = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      for (const name of node.text.split(/\s+/)) worn.add(name);
    }
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxAttribute(node) && node.name.getText() === "className" && node.initializer) collect(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return worn;
}

/** Classes that some sheet styles, but none that this page loads. */
function bare(files: Files, page: string): string[] {
  const styled = (names: Iterable<string>) =>
    new Set([...names].filter((name) => name.endsWith(".css")).flatMap((name) => styledIn(files[name] ?? "")));
  const here = loads(files, page);
  const [anywhere, come] = [styled(Object.keys(files)), styled(here)];
  return [...here]
    .filter((file) => file.endsWith(".tsx"))
    .flatMap((file) => [...wornIn(file, files[file] ?? "")].map((name) => [file, name] as const))
    .filter(([, name]) => anywhere.has(name) && !come.has(name))
    .map(([file, name]) => `${page}: ${file} wears .${name}`);
}

it("finds a class whose sheet does not come, and no other", () => {
  const page = 'import "../ui/it"; const a = <b className={on ? "here" : "there"} />;';
  const files = { "./page.tsx": page, "../ui/it.tsx": 'import "./it.css";', "../ui/it.css": ".here > i { top: 0; }" };
  expect(bare(files, "./page.tsx")).toEqual([]);
  expect(bare({ ...files, "../ui/other.css": ".there { top: 0; }" }, "./page.tsx")).toEqual([
    "./page.tsx: ./page.tsx wears .there",
  ]);
});

it("each page comes with the styles of all that it draws", () => {
  const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
  const sheets = import.meta.glob<string>("../**/*.css", { query: "?raw", import: "default", eager: true });
  const files = { ...sources, ...sheets };
  const pages = Object.keys(files).filter((name) => /^\.\/[a-z-]+\.tsx$/.test(name));
  expect(pages.length).toBeGreaterThan(6);
  expect(Object.values(sheets).flatMap(styledIn).length).toBeGreaterThan(300);
  expect(pages.flatMap((page) => bare(files, page))).toEqual([]);
});
