// Finds what the oldest browsers lack in a style sheet, unless `@supports` asks for it or a declaration before it serves them.
import { type AtRule, type Declaration, parse, type Rule } from "postcss";
import { AT_RULES, SELECTORS, VALUES } from "./newer.ts";

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)]*\)/g;

function asked(node: AtRule | Rule | Declaration): boolean {
  for (let above = node.parent; above && above.type !== "root"; above = above.parent as typeof above)
    if (above.type === "atrule" && (above as AtRule).name === "supports") return true;
  return false;
}

/** What is not understood is left out, and the former one holds; but a value with `var()` is only looked at when it is too late. */
function hasFormer(node: Declaration): boolean {
  if (node.prop.startsWith("--") || node.value.includes("var(")) return false;
  for (let before = node.prev(); before; before = before.prev())
    if (before.type === "decl" && before.prop === node.prop && !VALUES.test(before.value)) return true;
  return false;
}

/** One line for each thing that is newer than the oldest browsers. */
export function newerStyles(css: string): string[] {
  const found = new Set<string>();
  const root = parse(css);
  root.walkAtRules((node) => {
    if (AT_RULES.has(node.name) && !asked(node)) found.add(`@${node.name}`);
  });
  root.walkRules((node) => {
    const nested = node.parent?.type === "rule";
    const selector = node.selector.replace(STRINGS, "");
    if ((nested || SELECTORS.test(selector)) && !asked(node)) found.add(node.selector);
  });
  root.walkDecls((node) => {
    if (VALUES.test(node.value.replace(STRINGS, "")) && !hasFormer(node) && !asked(node))
      found.add(`${node.prop}: ${node.value}`);
  });
  return [...found];
}
