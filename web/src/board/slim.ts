// Elements as they travel: a copy, because Excalidraw changes its own in place, with points no finer than anybody sees and
// never larger than a message; what would take other pages too long to draw is drawn plain.
import { ELEMENT_STEPS, steps } from "../session/board-cost";
import type { BoardElement } from "../session/boards";

/** Bytes of JSON; the server takes 56 KiB. */
const MOST_BYTES = 50_000;

type Point = readonly [number, number];

const hundredths = (value: number) => Math.round(value * 100) / 100;

export function slim(element: BoardElement): BoardElement {
  const copy: Record<string, unknown> = structuredClone(element);
  if (Array.isArray(copy["points"])) {
    copy["points"] = (copy["points"] as Point[]).map(([x, y]) => [hundredths(x), hundredths(y)]);
    if (Array.isArray(copy["pressures"])) copy["pressures"] = (copy["pressures"] as number[]).map(hundredths);
    while (bytes(copy) > MOST_BYTES && (copy["points"] as Point[]).length > 2) thin(copy);
  }
  if (steps(copy) > ELEMENT_STEPS) Object.assign(copy, { fillStyle: "solid", strokeStyle: "solid" });
  return copy as unknown as BoardElement;
}

const encoder = new TextEncoder();

/** Of the JSON, as it travels. */
export function bytes(element: object): number {
  return encoder.encode(JSON.stringify(element)).length;
}

/** Every second point, but always the last one. */
function thin(element: Record<string, unknown>): void {
  for (const name of ["points", "pressures"]) {
    const all = element[name];
    if (Array.isArray(all)) element[name] = all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
  }
}
