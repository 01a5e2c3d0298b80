// A page that somebody else rewrites: the browser's translation puts two nested <font> elements in the place of each text,
// extensions wrap words and move elements. React goes on with the nodes that it made: it would write into a text that is no
// longer on the page, and fail (`removeChild`: "not a child of this node") where it takes one away. So texts that were taken
// out are remembered with what stands in their place: a change brings the text back (a translator translates it again), a
// removal removes what stands there, and an insertion finds its place. Excalidraw's own texts are in the same care.

/** What stands in the place of a text that somebody took out. */
const standIns = new WeakMap<Node, ChildNode>();
let watching: MutationObserver | null = null;

/** Watch over everything below `root`, once for the page's life. */
export function outliveForeignEdits(root: Element): void {
  if (watching !== null) return;
  watching = new MutationObserver(take);
  watching.observe(root.ownerDocument.body, { childList: true, subtree: true });
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function remove<T extends Node>(this: Node, child: T): T {
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    settle();
    const there = child.parentNode === null ? placed(child) : child;
    if (there?.parentNode) removeChild.call(there.parentNode, there);
    return child;
  };
  Node.prototype.insertBefore = function insert<T extends Node>(this: Node, node: T, before: Node | null): T {
    if (before === null || before.parentNode === this) return insertBefore.call(this, node, before) as T;
    settle();
    return insertBefore.call(this, node, childOf(this, placed(before) ?? before)) as T;
  };
}

/** What happened in this very task is known as well. */
function settle(): void {
  take(watching?.takeRecords() ?? []);
}

function take(records: readonly MutationRecord[]): void {
  for (const record of records) {
    if (record.type === "characterData") bringBack(record.target);
    else for (const node of record.removedNodes) if (isText(node) && !node.isConnected) remember(node, record, records);
  }
}

/** React's own removals come by here too: nothing foreign stands beside them, and they are not used again. */
function remember(text: Text, record: MutationRecord, records: readonly MutationRecord[]): void {
  const foreign = records.flatMap(({ target, addedNodes }) => (target === record.target ? [...addedNodes] : []));
  const beside = [...record.addedNodes, record.previousSibling, record.nextSibling];
  const standIn = beside.find((node) => node instanceof HTMLElement && foreign.includes(node) && !isOurs(node));
  if (!(standIn instanceof HTMLElement)) return;
  standIns.set(text, standIn);
  watching?.observe(text, { characterData: true });
}

/** A text that React wrote to while it was out of the page. */
function bringBack(node: Node): void {
  const standIn = placed(node);
  if (node.isConnected || standIn === undefined) return;
  standIns.delete(node);
  standIn.replaceWith(node);
}

/** What stands for this node on the page; undefined if nothing does. */
function placed(node: Node): ChildNode | undefined {
  const standIn = standIns.get(node);
  return standIn?.isConnected ? standIn : undefined;
}

/** The child of `parent` in which `node` is; null: it is somewhere else, so what comes goes to the end. */
function childOf(parent: Node, node: Node): Node | null {
  let child: Node | null = node;
  while (child !== null && child.parentNode !== parent) child = child.parentNode;
  return child;
}

const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;

/** React marks each element that it made. */
const isOurs = (node: Node): boolean => Object.keys(node).some((key) => key.startsWith("__react"));
