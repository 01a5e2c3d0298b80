import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Line, Stretch } from "./api";
import { boardAt, captions, holding, instantIn, lastBefore, linkAt } from "./instants";

test("the last before an instant is found as a search from the front finds it", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.integer({ min: -1, max: 51 }), (unsorted, at) => {
      const items = [...unsorted].sort((a, b) => a - b);
      return lastBefore(items, at, (item) => item) === items.filter((item) => item <= at).length - 1;
    }),
  );
});

test("a board is as the newest revision of its lane has it", () => {
  const boards = [
    { lane: "alice", at: 0, number: 3 },
    { lane: "bob", at: 500, number: 9 },
    { lane: "alice", at: 1000, number: 4 },
  ];
  expect([0, 999, 1000].map((at) => boardAt(boards, "alice", at))).toEqual([3, 3, 4]);
  expect([0, 500].map((at) => boardAt(boards, "bob", at))).toEqual([0, 9]);
});

test("what holds is of the session and of the person", () => {
  const stretch = (what: Stretch["what"], person_id: string | null): Stretch => ({
    ...{ what, person_id, ref: "", text: "", start: 100, end: 200 },
  });
  const all = [stretch("break", null), stretch("teach", "alice"), stretch("teach", "bob")];
  expect(holding(all, "alice", 100).map((each) => each.what)).toEqual(["break", "teach"]);
  expect(holding(all, "alice", 200)).toEqual([]);
  expect(holding(all, null, 150)).toEqual([all[0]]);
});

test("a caption stays a moment, two at most, and only of who is heard", () => {
  const line = (person_id: string, start: number): Line => ({ person_id, start, end: start + 1000, text: "…" });
  const lines = [line("a", 0), line("b", 200), line("a", 400), line("a", 9000)];
  expect(captions(lines, 500, () => true)).toEqual([lines[1], lines[2]]);
  expect(captions(lines, 500, (id) => id === "b")).toEqual([lines[1]]);
  expect(captions(lines, 2499, () => true)).toEqual([lines[1], lines[2]]);
  expect(captions(lines, 3000, () => true)).toEqual([]);
});

test("a link leads to the second, and nothing else in an address does", () => {
  expect(linkAt("https://deskside.example/a/replay?t=3#x", 754_900)).toBe("https://deskside.example/a/replay?t=754");
  expect(instantIn("?t=754", 1_000_000)).toBe(754_000);
  expect(instantIn("?t=754", 60_000)).toBe(60_000);
  for (const none of ["", "?t=", "?t=-1", "?t=1e3", "?t=9999999", "?t=<b>"]) expect(instantIn(none, 60_000)).toBe(0);
});
