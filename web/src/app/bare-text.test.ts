import ts from "typescript";
import { expect, it } from "vitest";

/**
 * Whoever translates a page takes its texts away and puts elements in their place. A text that stands alone in its element
 * is replaced with it; a bare one beside an element that comes and goes is what React stumbles over. Biome has no such rule.
 */
function bareTexts(file: string, source: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
      const children = node.children.filter((child) => !(ts.isJsxText(child) && child.text.trim() === ""));
      if (children.some(comesAndGoes)) {
        for (const child of children.filter(isText)) {
          const { line } = tree.getLineAndCharacterOfPosition(child.getStart());
          found.push(`${file}:${line + 1}: ${child.getText().trim()}`);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const drawsElement = (node: ts.Node): boolean =>
  ts.isJsxElement(node) ||
  ts.isJsxSelfClosingElement(node) ||
  ts.isJsxFragment(node) ||
  !!ts.forEachChild(node, drawsElement);

/** `{here && <b/>}`, `{here ? <b/> : null}`, `{list.map(…)}`. */
function comesAndGoes(child: ts.JsxChild): boolean {
  return ts.isJsxExpression(child) && child.expression !== undefined && drawsElement(child.expression);
}

function isText(child: ts.JsxChild): boolean {
  if (ts.isJsxText(child)) return true;
  if (!ts.isJsxExpression(child) || child.expression === undefined || drawsElement(child.expression)) return false;
  const { expression } = child;
  return (
    !(ts.isPropertyAccessExpression(expression) && expression.name.text === "children") &&
    expression.getText() !== "children"
  );
}

it("finds a text beside what comes and goes, and no other", () => {
  expect(bareTexts("a.tsx", "const a = <p>{t('x')}{on && <b />}</p>;")).toHaveLength(1);
  expect(bareTexts("a.tsx", "const a = <p>words {list.map((x) => <i>{x}</i>)}</p>;")).toHaveLength(1);
  expect(bareTexts("a.tsx", "const a = <p><span>{t('x')}</span>{on && <b />}</p>;")).toEqual([]);
  expect(bareTexts("a.tsx", "const a = <p>{t(on ? 'x' : 'y')}</p>;")).toEqual([]);
});

it("no text stands bare beside what comes and goes", () => {
  const sources = import.meta.glob<string>("../**/*.tsx", { query: "?raw", import: "default", eager: true });
  const files = Object.entries(sources);
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(([name, source]) => bareTexts(name, source))).toEqual([]);
});
