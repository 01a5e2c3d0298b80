import fc from "fast-check";
import { expect, test } from "vitest";
import { layerFor } from "./tiles";

test.each([
  [0, 0, 1, 0],
  [240, 135, 1, 0],
  [240, 135, 2, 1],
  [480, 270, 1, 1],
  [640, 360, 2, 2],
  [1280, 720, 1, 2],
] as const)("a tile of %d x %d at %d pixels per CSS pixel needs layer %d", (width, height, dpr, layer) => {
  expect(layerFor(width, height, dpr, null)).toBe(layer);
});

test("a size that trembles by five percent never makes a tile go back and forth", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 1200 }),
      fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true })),
      (height, factors) => {
        const layers: (0 | 1 | 2)[] = [];
        for (const factor of factors) layers.push(layerFor(0, height * factor, 1, layers.at(-1) ?? null));
        const changes = layers.filter((layer, i) => i > 0 && layer !== layers[i - 1]).length;
        expect(changes).toBeLessThanOrEqual(1);
      },
    ),
  );
});
