/** What has to stand, and how long, before a page vouches for it. */
import { expect, test } from "vitest";
import { Settling } from "./settling";

test("words that nobody rewrote are vouched for at once", () => {
  const settling = new Settling();
  settling.drawn(1000);
  expect(settling.left(1000)).toBe(0);
});

test("words that were put back have to stand first", () => {
  const settling = new Settling();
  settling.rewritten(1000);
  expect(settling.left(1000)).toBe(100);
  expect(settling.left(1099)).toBe(1);
  expect(settling.left(1100)).toBe(0);
});

test("other words are waited for too, where the former ones were rewritten", () => {
  const settling = new Settling();
  settling.rewritten(1000);
  settling.drawn(5000);
  expect(settling.left(5000)).toBe(100);
  expect(settling.left(61_000)).toBe(0);
});

test("the longer, the more often they were rewritten within a minute, and no more than 8 s", () => {
  const settling = new Settling();
  const waits = Array.from({ length: 9 }, (_, n) => {
    settling.rewritten(1000 + n * 3000);
    return settling.left(1000 + n * 3000);
  });
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 8000, 8000]);
});

test("what rewrites at once is not fought without end", () => {
  const settling = new Settling();
  const put = [0, 1, 2].map((n) => {
    const may = settling.mayRedraw(1000 + n);
    settling.rewritten(1000 + n);
    return may;
  });
  expect(put).toEqual([true, true, true]);
  expect(settling.mayRedraw(1003)).toBe(false);
  expect(settling.mayRedraw(3001)).toBe(true);
});
