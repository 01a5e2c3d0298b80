import fc from "fast-check";
import { expect, test } from "vitest";
import { GAP, type Room, tileHeight, tileLayout } from "./tile-layout";

/** The right side of the tutor's page, with nobody calling for help. */
const DESKTOP: Room = { width: 970, height: 620 };
const TABLET: Room = { width: 620, height: 500 };

const area = (count: number, room: Room) => {
  const { width } = tileLayout(count, room);
  return (count * width * tileHeight(width)) / (room.width * room.height);
};

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [5, 3],
  [8, 3],
])("%i tiles on a desktop stand in %i columns", (count, columns) => {
  expect(tileLayout(count, DESKTOP).columns).toBe(columns);
});

test.each([1, 2, 3, 4, 5, 6, 8, 12])("%i tiles take most of the room, or all there is of one side", (count) => {
  for (const room of [DESKTOP, TABLET]) {
    const { columns, width } = tileLayout(count, room);
    const rows = Math.ceil(count / columns);
    const wide = (columns * width + (columns - 1) * GAP) / room.width;
    const high = (rows * tileHeight(width) + (rows - 1) * GAP) / room.height;
    expect(Math.max(wide, high)).toBeGreaterThan(0.94);
  }
});

test("five tiles use more than half of a desktop's right side, a third before", () => {
  expect(area(5, DESKTOP)).toBeGreaterThan(0.5);
});

test("there are never more than four columns, nothing is wider than its place, and what can fit does", () => {
  const count = fc.integer({ min: 0, max: 40 });
  const room = fc.record({
    width: fc.integer({ min: 200, max: 4000 }),
    height: fc.oneof(fc.integer({ min: 100, max: 2500 }), fc.constant(Number.POSITIVE_INFINITY)),
  });
  fc.assert(
    fc.property(count, room, fc.boolean(), (n, place, large) => {
      const { columns, width, large: largest } = tileLayout(n, place, large);
      expect(columns).toBeGreaterThanOrEqual(1);
      expect(columns).toBeLessThanOrEqual(4);
      expect(columns * width + (columns - 1) * GAP).toBeLessThanOrEqual(place.width);
      expect(largest).toBeLessThanOrEqual(place.width);
      const rows = Math.ceil(n / columns);
      const high = rows * tileHeight(width) + (rows - 1) * GAP;
      if (!large && place.width >= 560 && width > 176 && columns < Math.min(n, 4) && high > place.height)
        expect(Math.floor((place.width - columns * GAP) / (columns + 1))).toBeLessThan(176);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [19, 560, 2073],
  [31, 819, 2282],
])("%i tiles that are narrow for want of width have their two lines below them in %i × %i", (n, width, height) => {
  const layout = tileLayout(n, { width, height });
  const rows = Math.ceil(n / layout.columns);
  expect(rows * tileHeight(layout.width) + (rows - 1) * GAP).toBeLessThanOrEqual(height);
});

test("a phone shows one below the other, as wide as it is", () => {
  expect(tileLayout(5, { width: 366, height: Number.POSITIVE_INFINITY })).toEqual({ columns: 1, width: 366, large: 0 });
});

test("a large one leaves a row to the others", () => {
  const { columns, width, large } = tileLayout(5, DESKTOP, true);
  expect(columns).toBe(4);
  expect(tileHeight(large) + GAP + tileHeight(width)).toBeLessThanOrEqual(DESKTOP.height);
  expect(large).toBeGreaterThan(500);
});
