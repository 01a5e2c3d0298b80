import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Line } from "./line";
import { reachable } from "./reachability";
import { BROKEN, type Search, seekLine } from "./seek";
import { type Polls, Ways } from "./ways";

/** Everything that a page sends while it has no line: when each request, knock and try was. */
const sent: number[] = [];
let network: "refuses" | "silent" | "full" | "busy" | "upgrades nothing" | "opens nothing" | "carries" = "carries";
/** Lines that were begun, and by which way each. */
let lines = 0;
let byPolls: boolean[] = [];
const POLLS = {} as Polls;
const LINE = { welcome: {} } as Line;

vi.mock("./knock", () => ({
  knock: (signal: AbortSignal) => {
    sent.push(Date.now());
    return answered(signal);
  },
}));

/** What becomes of something sent: true: there was an answer; false: it was given up. */
function answered(signal?: AbortSignal): Promise<boolean> {
  if (network !== "silent") return Promise.resolve(true);
  return new Promise((resolve) => signal?.addEventListener("abort", () => resolve(false)));
}

async function request(_: string, { signal }: { signal: AbortSignal }) {
  sent.push(Date.now());
  if (!(await answered(signal)) || network === "refuses") throw new TypeError("Failed to fetch");
  return { status: 200 };
}

function openLine(_: unknown, limitMs: number, _told: unknown, polls: Polls | null) {
  sent.push(Date.now());
  lines++;
  byPolls.push(polls !== null);
  const taken = network === "busy";
  let giveUp = () => {};
  const given = new Promise<Line | null>((resolve) => {
    giveUp = () => resolve(null);
    if (network === "busy") setTimeout(() => resolve(LINE), 1200);
    else setTimeout(giveUp, network === "silent" || network === "opens nothing" ? limitMs : 5);
  });
  const comes = network === "carries" || (polls !== null && network.endsWith("nothing"));
  return { result: comes ? Promise.resolve(LINE) : given, taken: () => taken, giveUp };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", request);
  vi.spyOn(AbortSignal, "timeout").mockImplementation((milliseconds) => {
    const over = new AbortController(); // the browser's own counts by no clock that a test can move
    setTimeout(() => over.abort(), milliseconds);
    return over.signal;
  });
  sent.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function lose(how: typeof network, ways = new Ways(async () => POLLS)) {
  [network, lines, byPolls] = [how, 0, []];
  const [over, poke, since] = [new AbortController(), new EventTarget(), Date.now()];
  let found = Number.NaN;
  const search: Search = {
    openLine,
    reachable,
    ways,
    poke,
    since,
    signal: over.signal,
    auth: async () => ({ token: "t", page: "p", seq: null }),
    onMessage: () => {},
  };
  void seekLine(search).then((line) => {
    if (line !== null) found = Date.now();
  });
  const perSecond = (from: number, to: number) =>
    sent.filter((at) => at - since >= from * 1000 && at - since < to * 1000).length / (to - from);
  return { poke, over, perSecond, foundAfter: (returned: number) => found - returned };
}

test("an error of ours is told as one, not as a server that does not answer", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const outcome = await seekLine({
    openLine: () => {
      throw new TypeError("AbortSignal.any is not a function");
    },
    reachable: async () => null,
    ways: new Ways(async () => POLLS),
    poke: new EventTarget(),
    signal: new AbortController().signal,
    since: 0,
    auth: async () => ({ token: "t", page: "p", seq: null }),
    onMessage: () => {},
  });
  expect(outcome).toMatchObject({ ok: false, code: BROKEN });
  expect(logged).toHaveBeenCalledOnce();
});

test("a server that is away is asked ever less often, and no minute is without a try", async () => {
  const { perSecond, over } = lose("refuses");
  await vi.advanceTimersByTimeAsync(1_800_000);
  over.abort();
  const rates = [perSecond(0, 5), perSecond(10, 20), perSecond(60, 120), perSecond(600, 1800)];
  expect(rates).toEqual(rates.toSorted((a, b) => b - a));
  expect(rates[0]).toBeGreaterThan(3);
  expect(rates[2]).toBeLessThan(1.2);
  expect(rates[3]).toBeLessThan(0.2);
  for (let minute = 0; minute < 30; minute++) expect(perSecond(60 * minute, 60 * minute + 60)).toBeGreaterThan(0);
});

test("nor is one that answers requests and takes no line", async () => {
  const { perSecond, over } = lose("full");
  await vi.advanceTimersByTimeAsync(1_800_000);
  over.abort();
  expect(perSecond(0, 5)).toBeLessThan(8);
  expect(perSecond(60, 120)).toBeLessThan(1.2);
  expect(perSecond(600, 1800)).toBeLessThan(0.2);
});

test("a server that is busy when a page comes is asked for one line, not for another each moment", async () => {
  const { foundAfter } = lose("busy");
  const came = Date.now();
  await vi.advanceTimersByTimeAsync(5000);
  expect([foundAfter(came), lines]).toEqual([1200, 1]);
});

test.each([
  ["upgrades nothing", 1500, 3],
  ["opens nothing", 6500, 3],
] as const)("a network that %s gets polls within moments", async (how, limitMs, tries) => {
  const { foundAfter } = lose(how);
  const came = Date.now();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(foundAfter(came)).toBeLessThan(limitMs);
  expect(byPolls).toEqual([...new Array(tries - 1).fill(false), true]);
});

test.each(["refuses", "silent"] as const)(
  "a server that %s is no reason for polls, when it comes back neither",
  async (how) => {
    const { foundAfter } = lose(how);
    await vi.advanceTimersByTimeAsync(60_000);
    network = "carries";
    const returned = Date.now();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(foundAfter(returned)).toBeLessThan(30_000);
    expect(byPolls).not.toContain(true);
  },
);

test.each([
  ["refuses", 1000],
  ["refuses", 10_000],
  ["silent", 10_000],
] as const)("a page that goes by polls does so after a server that %s for %i ms", async (how, milliseconds) => {
  const ways = new Ways(async () => POLLS);
  for (let refusal = 0; refusal < 2; refusal++) ways.refused(false);
  const { foundAfter } = lose(how, ways);
  await vi.advanceTimersByTimeAsync(milliseconds);
  network = "upgrades nothing";
  const returned = Date.now();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(foundAfter(returned)).toBeLessThan(5000);
  expect(byPolls).not.toContain(false);
});

test("a server that takes no line at all is asked both ways in turn", async () => {
  const { over } = lose("full");
  await vi.advanceTimersByTimeAsync(60_000);
  over.abort();
  expect(byPolls.slice(0, 8)).toEqual([false, false, true, true, false, false, true, true]);
});

test("pages that lost their line at the same moment do not ask at the same moment", async () => {
  const moments = new Set<number>();
  for (let page = 0; page < 20; page++) {
    sent.length = 0;
    const { over } = lose("refuses");
    const began = Date.now();
    await vi.advanceTimersByTimeAsync(20_000);
    over.abort();
    moments.add((sent.at(-1) ?? 0) - began);
  }
  expect(moments.size).toBeGreaterThan(15);
});

test.each([1, 5, 15, 40])("after %i s without a server every page is back within five seconds", async (seconds) => {
  for (let page = 0; page < 20; page++) {
    const { foundAfter } = lose("refuses");
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    const returned = Date.now();
    network = "carries";
    await vi.advanceTimersByTimeAsync(5000);
    expect(foundAfter(returned)).toBeLessThanOrEqual(5000);
  }
});

test.each(["refuses", "full"] as const)("who presses need not wait for a server that %s", async (how) => {
  const { poke, foundAfter } = lose(how);
  await vi.advanceTimersByTimeAsync(1_200_000);
  const returned = Date.now();
  network = "carries";
  poke.dispatchEvent(new Event("poke"));
  await vi.advanceTimersByTimeAsync(500);
  expect(foundAfter(returned)).toBeLessThanOrEqual(500);
});

test("a network that says nothing is tried as often after twenty seconds: what is lost on the way burdens nobody", async () => {
  const { perSecond, foundAfter } = lose("silent");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(perSecond(15, 20)).toBeGreaterThan(2.5);
  const returned = Date.now();
  network = "carries";
  await vi.advanceTimersByTimeAsync(1000);
  expect(foundAfter(returned)).toBeLessThanOrEqual(1000);
});
