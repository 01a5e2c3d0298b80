import { beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "./commands";
import { createDrafts } from "./drafts";

const OK: Outcome = { ok: true, seq: 1 };
const refusal = (code: string): Outcome => ({ ok: false, code, message: `because ${code}` });

let sent: [string, string][];
let outcomes: Outcome[];
let kept: Record<string, string>;

function drafts() {
  const answer = async (itemId: string, value: string) => {
    sent.push([itemId, value]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return outcomes.shift() ?? OK;
  };
  return createDrafts(answer, {
    load: () => kept,
    save: (values) => {
      kept = { ...values };
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  outcomes = [];
  kept = {};
});

test("what is typed is sent once a second at most, the newest each time, and let go once acknowledged", async () => {
  const all = drafts();
  for (let n = 1; n <= 25; n++) {
    all.type("1", "x".repeat(n), true);
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(3000);
  expect(sent.length).toBeLessThanOrEqual(3);
  expect(sent.at(-1)).toEqual(["1", "x".repeat(25)]);
  expect(all.get()).toEqual({});
  expect(kept).toEqual({});
});

test("leaving the field sends at once, and a value that is typed meanwhile is kept and sent too", async () => {
  const all = drafts();
  all.type("1", "5", false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual([]);
  all.commit("1");
  all.type("1", "5/6", false);
  all.commit("1");
  await vi.advanceTimersByTimeAsync(150);
  expect(all.get()["1"]?.value).toBe("5/6");
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual([
    ["1", "5"],
    ["1", "5/6"],
  ]);
  expect(all.get()).toEqual({});
});

test("without a connection nothing is lost: each item is sent again until it is acknowledged", async () => {
  const all = drafts();
  outcomes = [refusal("unreachable"), refusal("unavailable"), refusal("unreachable")];
  all.type("1", "one", true);
  all.type("2", "two", true);
  await vi.advanceTimersByTimeAsync(1500);
  expect(all.get()["1"]?.state).toBe("waiting");
  expect(kept).toEqual({ 1: "one", 2: "two" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent.filter(([id]) => id === "1").length).toBeGreaterThan(1);
  expect(sent.some(([id, value]) => id === "2" && value === "two")).toBe(true);
  expect(all.get()).toEqual({});
});

test("what a former load of the page could not send is sent now", async () => {
  kept = { 3: "from before" };
  const all = drafts();
  expect(all.get()["3"]?.value).toBe("from before");
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual([["3", "from before"]]);
  expect(kept).toEqual({});
});

test("what the server will not have stays on the page with the reason, and is not sent again", async () => {
  const all = drafts();
  outcomes = [refusal("conflict")];
  all.type("1", "late", false);
  all.commit("1");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(1);
  expect(all.get()["1"]).toEqual({ value: "late", state: "refused", code: "conflict", message: "because conflict" });
});

test("stopped, nothing is sent any more", async () => {
  const all = drafts();
  all.type("1", "x", true);
  all.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual([]);
});
