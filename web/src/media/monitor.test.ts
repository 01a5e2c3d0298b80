import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_FLOW } from "./flow";
import { Monitor } from "./monitor";

const EVERY_MS = 250;
let bytes = 0;
let stalls: number[] = [];
let monitor: Monitor;

beforeEach(() => {
  vi.useFakeTimers();
  [bytes, stalls] = [0, []];
  monitor = new Monitor({
    expected: () => "picture",
    flow: async () => ({ ...NO_FLOW, at: Date.now(), bytes }),
    onStall: () => stalls.push(Date.now()),
    onResumed: () => {},
    onQuality: () => {},
  });
});
afterEach(() => {
  monitor.stop();
  vi.useRealTimers();
});

/** Looks that come so many milliseconds apart. `flows`: something arrives meanwhile. */
async function looks(count: number, apartMs: number, flows: boolean): Promise<void> {
  for (let n = 0; n < count; n++) {
    if (flows) bytes += 1000;
    vi.setSystemTime(Date.now() + apartMs - EVERY_MS);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
  }
}

test.each([EVERY_MS, 1000])("a cut is noticed within seconds by a page that looks every %i ms", async (apartMs) => {
  await looks(20, apartMs, true);
  expect(stalls).toEqual([]);
  const cut = Date.now();
  await looks(8, apartMs, false);
  expect((stalls[0] ?? Number.POSITIVE_INFINITY) - cut).toBeLessThanOrEqual(2000);
});

test("a machine that slept has seen no cut", async () => {
  await looks(20, EVERY_MS, true);
  await looks(1, 60_000, false);
  expect(stalls).toEqual([]);
});
