// Finds what the oldest browsers lack in a script: syntax (the parser knows ECMAScript 2022, with its regular expressions),
// and the names in newer.ts where the module that uses one does not ask whether it is there.
import { type AnyNode, parse } from "acorn";
import { ARRAYS, GLOBALS, HELPERS, ITERATORS, MEMBERS, OWN_CALLS, STATICS } from "./newer.ts";

/** Class fields and static blocks, `#x in`, `d`-flags, lookbehind: all of it is in the oldest; nothing of 2023 is sure to be. */
const ECMA_VERSION = 2022;
const SELVES = new Set(["window", "self", "globalThis"]);
const TESTS = new Set(["IfStatement", "ConditionalExpression", "LogicalExpression", "UnaryExpression"]);

/** Most modules of libraries mention none of all this: they need not be parsed. */
const WORTH_IT = new RegExp(
  [
    ...[...STATICS, ...GLOBALS, ...MEMBERS].map((name) => `\\b${name.replace(/^.*\./, "")}\\b`),
    "RegExp\\(",
    `\\b(?:${[...ITERATORS].join("|")})\\(`,
  ].join("|"),
);

interface Found {
  used: Set<string>;
  asked: Set<string>;
}

/** The syntax error that the oldest browsers would report; `null` if there is none. */
export function newerSyntax(code: string): string | null {
  try {
    parse(code, { ecmaVersion: ECMA_VERSION, sourceType: "module" });
    return null;
  } catch (error) {
    const at = (error as { pos?: number }).pos ?? 0;
    return `${(error as Error).message} near ${JSON.stringify(code.slice(Math.max(0, at - 40), at + 40))}`;
  }
}

function nameOf(node: AnyNode | null | undefined): string {
  if (node?.type === "Identifier") return node.name;
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "ChainExpression") return nameOf(node.expression);
  if (node?.type !== "MemberExpression") return "";
  return node.computed && node.property.type !== "Literal" ? "" : nameOf(node.property);
}

function ofIterator(node: AnyNode): boolean {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  return ITERATORS.has(nameOf(node.callee)) && !ARRAYS.has(nameOf(node.callee.object));
}

/** The name in newer.ts that a member stands for, without its owner if that is the window; "" if it is none. */
function newerMember(node: AnyNode, parent: AnyNode | undefined, own: boolean): string {
  if (node.type !== "MemberExpression") return "";
  const name = nameOf(node);
  const owner = nameOf(node.object);
  const called = parent?.type === "CallExpression" && parent.callee === node;
  if (STATICS.has(`${owner}.${name}`)) return `${owner}.${name}`;
  if (SELVES.has(owner) && GLOBALS.has(name)) return name;
  if (MEMBERS.has(name)) return name;
  if (called && own && OWN_CALLS.has(name)) return name;
  if (!called || !HELPERS.has(name) || !ofIterator(node.object)) return "";
  return `iterator.${name}`;
}

/** A name where it is read, not where it is the name of a member, a key, or what a declaration binds. */
function newerGlobal(node: AnyNode, parent: AnyNode | undefined, bound: Set<string>): string {
  if (node.type !== "Identifier" || !GLOBALS.has(node.name) || bound.has(node.name) || !parent) return "";
  if (parent.type === "MemberExpression" && parent.property === node && !parent.computed) return "";
  if ((parent.type === "Property" || parent.type === "MethodDefinition") && parent.key === node) return "";
  return /^(Import|Export|Label)/.test(parent.type) ? "" : node.name;
}

/** Whether a use of a name only asks for it: `typeof x`, `if (a.x)`, `a.x && …`, `a.x == null`, `a.x?.()`. */
function asks(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (!parent) return false;
  if (parent.type === "UnaryExpression" && parent.operator === "typeof") return true;
  if (node.type === "Identifier") return false; // what is not declared throws where it is named
  if (parent.type === "UnaryExpression") return parent.operator === "!";
  if (parent.type === "BinaryExpression") return /^[!=]==?$/.test(parent.operator);
  if (parent.type === "MemberExpression") return parent.object === node && parent.optional;
  if (parent.type === "CallExpression") return parent.callee === node && parent.optional;
  if (parent.type === "LogicalExpression") return parent.left === node;
  return TESTS.has(parent.type) && (parent as { test?: AnyNode }).test === node;
}

function children(node: AnyNode): AnyNode[] {
  const all: AnyNode[] = [];
  for (const value of Object.values(node) as unknown[])
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === "object" && typeof child.type === "string") all.push(child);
  return all;
}

function bindings(node: AnyNode, bound: Set<string>): void {
  if (node.type === "VariableDeclarator" || node.type === "FunctionDeclaration" || node.type === "ClassDeclaration")
    bound.add(nameOf(node.id));
  if (node.type.startsWith("Import") && "local" in node) bound.add(nameOf(node.local));
  if ("params" in node) for (const param of node.params) bound.add(nameOf(param));
  for (const child of children(node)) bindings(child, bound);
}

/** `const { withResolvers } = Promise` */
function taken(node: AnyNode): string[] {
  if (node.type !== "VariableDeclarator" || node.id.type !== "ObjectPattern") return [];
  const owner = nameOf(node.init);
  const names = node.id.properties.map((one) => (one.type === "Property" ? `${owner}.${nameOf(one.key)}` : ""));
  return names.filter((name) => STATICS.has(name));
}

function newRegExpFlags(node: AnyNode): string {
  if (node.type !== "NewExpression" && node.type !== "CallExpression") return "";
  if (nameOf(node.callee) !== "RegExp" || node.callee.type !== "Identifier") return "";
  const flags = node.arguments[1];
  return flags?.type === "Literal" && String(flags.value).includes("v") ? "RegExp flag v" : "";
}

function look(node: AnyNode, parent: AnyNode | undefined, own: boolean, bound: Set<string>, found: Found): void {
  if (node.type === "BinaryExpression" && node.operator === "in") found.asked.add(nameOf(node.left));
  const name = newerMember(node, parent, own) || newerGlobal(node, parent, bound) || newRegExpFlags(node);
  for (const one of name ? [name] : taken(node)) found.used.add(one);
  if (name && asks(node, parent)) found.asked.add(name);
  for (const child of children(node)) look(child, node, own, bound, found);
}

/** The names of newer.ts that a module (JavaScript) uses without having asked for them; `own`: not of a library. */
export function newerNames(code: string, own: boolean): string[] {
  if (!own && !WORTH_IT.test(code)) return [];
  const tree = parse(code, { ecmaVersion: "latest", sourceType: "module", allowReturnOutsideFunction: true });
  const found: Found = { used: new Set(), asked: new Set() };
  const bound = new Set<string>();
  bindings(tree, bound);
  look(tree, undefined, own, bound, found);
  return [...found.used].filter((name) => !found.asked.has(name) && !found.asked.has(name.replace(/^.*\./, ""))).sort();
}
