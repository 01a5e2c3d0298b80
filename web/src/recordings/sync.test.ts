import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, correction, leader } from "./sync";

test("a player within 30 ms is left alone, at whichever rate", () => {
  expect(correction(0.03, 1, 10)).toEqual({ kind: "rate", rate: 1 });
  expect(correction(-0.02, 2, 10)).toEqual({ kind: "rate", rate: 2 });
});

test("one that is ahead slows down, one that is behind hurries, by 8 % at most", () => {
  expect(correction(0.05, 1, 10)).toEqual({ kind: "rate", rate: expect.closeTo(0.96) });
  expect(correction(-0.05, 1, 10)).toEqual({ kind: "rate", rate: expect.closeTo(1.04) });
  expect(correction(0.9, 2, 10)).toEqual({ kind: "rate", rate: expect.closeTo(1.84) });
});

test("one that is more than a second away is moved, but not again within two seconds", () => {
  expect(correction(1.2, 1, 2)).toEqual({ kind: "seek" });
  expect(correction(-1.2, 1, 1.9)).toEqual({ kind: "rate", rate: expect.closeTo(1.08) });
});

test("led softly, a player comes within 30 ms and stays, wherever within a second it began", () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0.5, 1, 2), (start, rate) => {
      let ahead = start;
      for (let step = 0; step < 300; step += 1) {
        const next = correction(ahead, rate, 100);
        if (next.kind === "seek") return false;
        ahead += (next.rate - rate) * 0.1; // a tenth of a second passes
      }
      return Math.abs(ahead) <= 0.031;
    }),
  );
});

const one = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, able: true, muted: false, first: false },
  ...more,
});

test("the tutor's player leads, else one that is heard, else any that can", () => {
  expect(leader([one("a"), one("t", { first: true })], null)).toBe("t");
  expect(leader([one("a", { muted: true }), one("b")], null)).toBe("b");
  expect(leader([one("a", { muted: true })], null)).toBe("a");
  expect(leader([one("a", { able: false })], "a")).toBeNull();
  expect(leader([], null)).toBeNull();
});

test("who leads goes on leading as long as it is heard", () => {
  expect(leader([one("a"), one("t", { first: true })], "a")).toBe("a");
  expect(leader([one("a", { muted: true }), one("t", { first: true })], "a")).toBe("t");
});
