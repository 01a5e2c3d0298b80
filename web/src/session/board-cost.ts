// What an element costs to draw: the twin of `src/deskside/domain/boards/cost.py`, which has the reasons.

export const ELEMENT_STEPS = 200_000;

const PASSES: Readonly<Record<string, number>> = { hachure: 1, zigzag: 2, "cross-hatch": 2 };
const GAP = 4;
const DASH = 7.5;

type Point = readonly [number, number];

/** Of an element as Excalidraw has it. A deleted one is not drawn. */
export function steps(element: Readonly<Record<string, unknown>>): number {
  if (element["isDeleted"] === true) return 0;
  const points = (element["points"] ?? []) as readonly Point[];
  const { span, outline } = lengths(element, points);
  let taken = 1 + points.length + (typeof element["text"] === "string" ? element["text"].length : 0);
  if (element["strokeStyle"] !== "solid") taken += outline / DASH;
  if (element["backgroundColor"] !== "transparent")
    taken +=
      ((PASSES[String(element["fillStyle"])] ?? 0) * (span + outline)) /
      Math.min(1, GAP * Number(element["strokeWidth"]));
  return Math.trunc(taken);
}

/** How far the shape reaches in both directions together, and how long its outline is, closed. */
function lengths(element: Readonly<Record<string, unknown>>, points: readonly Point[]) {
  const sides = Math.abs(Number(element["width"])) + Math.abs(Number(element["height"]));
  const last = points.at(-1);
  if (last === undefined) return { span: sides, outline: 2 * sides };
  let [before, outline, box] = [last, 0, { left: last[0], right: last[0], top: last[1], bottom: last[1] }];
  for (const [x, y] of points) {
    outline += Math.hypot(x - before[0], y - before[1]);
    before = [x, y];
    box = {
      left: Math.min(box.left, x),
      right: Math.max(box.right, x),
      top: Math.min(box.top, y),
      bottom: Math.max(box.bottom, y),
    };
  }
  return { span: box.right - box.left + box.bottom - box.top, outline };
}
