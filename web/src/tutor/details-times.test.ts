import { expect, test } from "vitest";
import type { Lane } from "../wire/session";
import type { PastSession } from "./desk-api";
import { activeMs, totalMs } from "./details-times";

const MINUTE = 60_000;
const lane = { person: { watch: { gathered_ms: MINUTE, running_since: 10 * MINUTE }, prior_ms: 0 } } as unknown as Lane;
const stored = (session_id: string, active_ms: number) => ({ session_id, active_ms }) as PastSession;

test("the session that goes on has the time of its clock, not what was stored at its last change", () => {
  expect(activeMs(lane, 12 * MINUTE)).toBe(3 * MINUTE);
});

test("the time in all sessions counts the running one once", () => {
  const details = { total_ms: 31 * MINUTE, sessions: [stored("here", MINUTE), stored("earlier", 30 * MINUTE)] };
  expect(totalMs(details, "here", lane, 12 * MINUTE)).toBe(33 * MINUTE);
});

test("a session that is not among those listed adds nothing to what is stored", () => {
  expect(totalMs({ total_ms: 31 * MINUTE, sessions: [] }, "here", lane, 12 * MINUTE)).toBe(31 * MINUTE);
});
