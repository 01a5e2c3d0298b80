import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Seat, Stretch } from "./api";
import { forAll, marks, rows } from "./timeline";

const alice: Seat = { user_id: "alice", name: "Alice", part: "student", missing: null };
const stretch = (what: Stretch["what"], person_id: string | null, start: number, end: number): Stretch => ({
  ...{ what, person_id, ref: "", text: "", start, end },
});

test("a row has what was so of its student, the call for help in front", () => {
  const all = [stretch("help", "alice", 250, 500), stretch("teach", "alice", 0, 2000), stretch("teach", "bob", 0, 9)];
  const [row] = rows(all, [alice], 1000);
  expect(row?.bars.map(({ what, start, width }) => [what, start, width])).toEqual([
    ["teach", 0, 1],
    ["help", 0.25, 0.25],
  ]);
  expect(rows([stretch("teach", "alice", 1000, 1100)], [alice], 1000)[0]?.bars).toEqual([]);
});

test("breaks and what was said to all stand above all rows", () => {
  const all = [stretch("break", null, 100, 200), stretch("all", null, 300, 400), stretch("table", null, 0, 1000)];
  expect(forAll(all, 1000).map(({ what, start }) => [what, start])).toEqual([
    ["break", 0.1],
    ["all", 0.3],
  ]);
});

test("marks stand at round times, and have room", () => {
  expect(marks(95_000, 6)).toEqual([0, 30_000, 60_000, 90_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 2, max: 12 }), (durationMs, most) => {
      const found = marks(durationMs, most);
      return found.length <= most + 1 && found.every((at) => at <= durationMs && at % 10_000 === 0);
    }),
  );
});
