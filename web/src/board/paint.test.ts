import { expect, test } from "vitest";
import drawings from "../../../tests/vectors/drawings.json";
import { ELEMENT_STEPS, steps } from "../session/board-cost";
import type { BoardElement } from "../session/boards";
import { around, paint } from "./paint";
import { slim } from "./slim";

/** Drawn with Excalidraw in a browser, with all its tools; `tests/domain/boards/test_hostile.py` reads it too. */
const DRAWN: readonly BoardElement[] = drawings as readonly unknown[] as readonly BoardElement[];
const HOSTILE = 50_000;
const POISON: readonly unknown[] = [
  ...[null, undefined, true, "", "x", "url(x)", "transparent", "hachure", "cross-hatch", "line", "text", "image"],
  ...[0, -1, 1e-9, 1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
  ...[[], [null], [[]], [[1, 2]], [[1, "2"]], [{ x: 1 }], [[0, 0, 0]], {}, { length: 1e9 }, Symbol.iterator],
];

/** Repeatable chances (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

/** Counts what is drawn; a number that is none throws, as `ellipse` does for a negative radius. */
function canvas() {
  const counted = { calls: 0 };
  const pen = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) =>
      name in target
        ? target[name]
        : (...values: unknown[]) => {
            counted.calls++;
            if (name === "ellipse" && values.some((value) => !Number.isFinite(value))) throw new TypeError("no number");
          },
  });
  return { counted, element: { width: 320, height: 200, getContext: () => pen } as unknown as HTMLCanvasElement };
}

const scene = (...elements: BoardElement[]) => new Map(elements.map((element, at) => [`${at}`, element]));

test("what was drawn is painted, all of it", () => {
  const { counted, element } = canvas();
  expect(paint(element, scene(...DRAWN))).toBe(0);
  expect(counted.calls).toBeGreaterThan(100);
});

test("one element that cannot be drawn is left out, and the rest is painted", () => {
  const [first] = DRAWN.filter(({ type }) => type === "freedraw");
  if (first === undefined) throw new Error("no stroke");
  const bad = { ...first, id: "bad", text: { split: null }, type: "text", textAlign: "center" };
  Object.defineProperty(bad, "fontSize", {
    get: () => {
      throw new Error("no such thing");
    },
  });
  for (const points of [[null], [[1]], "all", [{ x: 1 }]]) {
    const { counted, element } = canvas();
    expect(paint(element, scene(first, { ...first, id: "b", points }))).toBe(0);
    expect(counted.calls).toBeGreaterThan(20);
  }
  const { counted, element } = canvas();
  expect(paint(element, scene(bad as BoardElement, first))).toBe(1);
  expect(counted.calls).toBeGreaterThan(20);
});

test("hostile elements neither throw nor take long", { timeout: 120_000 }, () => {
  const roll = dice(7);
  const one = <T>(of: readonly T[]) => of[roll(of.length)] as T;
  for (let n = 0; n < HOSTILE; n++) {
    const body: Record<string, unknown> = { ...one(DRAWN) };
    for (let change = roll(4); change >= 0; change--) {
      const field = one(Object.keys(body));
      const value = body[field];
      if (Array.isArray(value) && value.length > 0 && roll(2) === 0) {
        const copy = [...value];
        copy[roll(copy.length)] = one(POISON);
        body[field] = copy;
      } else body[field] = one(POISON);
    }
    const { counted, element } = canvas();
    paint(element, scene(body as unknown as BoardElement));
    expect(counted.calls).toBeLessThan(2_000);
  }
});

test("nothing but numbers stands around a drawing", () => {
  const box = around([{ ...DRAWN[0], x: Number.NaN, width: null } as unknown as BoardElement]);
  expect(Object.values(box ?? {}).every(Number.isFinite)).toBe(true);
});

test("a pattern that would take others too long travels plain", () => {
  const pattern = { ...DRAWN[0], fillStyle: "cross-hatch", backgroundColor: "#ff0000" } as BoardElement;
  expect(slim(pattern)["fillStyle"]).toBe("cross-hatch");
  const wide = { ...pattern, width: 900_000, height: 900_000 };
  expect(steps(wide)).toBeGreaterThan(ELEMENT_STEPS);
  expect(slim(wide)).toMatchObject({ fillStyle: "solid", strokeStyle: "solid" });
});
