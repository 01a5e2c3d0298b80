import fc from "fast-check";
import { expect, test } from "vitest";
import { better, isBetter, NEW_RECONSIDERING, type Path, pathOf, type Reconsidering, reconsider, worst } from "./way";

const EVERY_MS = 2500;
const BY_TCP: Path = { way: "stream", rtt_ms: 60, lost: 0 };
const BY_UDP: Path = { way: "relay", rtt_ms: 50, lost: 0 };
const STRAIGHT: Path = { way: "straight", rtt_ms: 40, lost: 0 };

/** Looks until `end`; returns when steps were taken, and what is remembered. */
function follow(
  state: Reconsidering,
  [from, end]: readonly [number, number],
  path: (at: number) => Path | null,
  calm: (at: number) => boolean = () => true,
) {
  const steps: { at: number; step: string }[] = [];
  let now = state;
  for (let at = from; at < end; at += EVERY_MS) {
    const [next, step] = reconsider(now, at, path(at), calm(at));
    now = next;
    if (step !== "stay") steps.push({ at, step });
  }
  return { steps, state: now };
}

test("a relayed page tries a better way after a while of calm, and ever less often while that fails", () => {
  const { steps } = follow(NEW_RECONSIDERING, [0, 3_600_000], () => BY_TCP);
  const gaps = steps.slice(1).map(({ at }, index) => at - (steps[index]?.at ?? 0));
  expect(steps[0]?.at).toBe(15_000);
  expect(gaps.slice(0, 3)).toEqual([52_500, 82_500, 142_500]);
  expect(Math.max(...gaps)).toBeLessThan(930_000);
  expect(gaps).toEqual([...gaps].sort((one, other) => one - other));
  expect(steps.length).toBeLessThan(12);
});

test("a page that goes straight tries nothing", () => {
  expect(follow(NEW_RECONSIDERING, [0, 3_600_000], () => STRAIGHT).steps).toEqual([]);
});

test("nothing is tried while anything is wrong, nor within the first calm after it", () => {
  const seldom = (at: number) => at % 15_000 !== 0;
  expect(follow(NEW_RECONSIDERING, [0, 3_600_000], () => BY_TCP, seldom).steps).toEqual([]);
});

/** A page that has just tried, and succeeded `after` so many milliseconds. */
function moved(to = STRAIGHT, after = 5000): Reconsidering {
  const before = follow(NEW_RECONSIDERING, [0, 17_500], () => BY_TCP).state;
  return follow(before, [17_500, 30_000], (at) => (at < 15_000 + after ? BY_TCP : to)).state;
}

test("a way that comes and goes is trusted less each time", () => {
  let state = moved();
  let at = 30_000;
  const waited: number[] = [];
  for (let time = 0; time < 3; time++) {
    const lost = at + 60_000; // it lasts for a minute
    let step = "stay";
    while (step === "stay") {
      at += EVERY_MS;
      [state, step] = reconsider(state, at, at < lost ? STRAIGHT : BY_TCP, true);
    }
    expect(step).toBe("try");
    waited.push(at - lost);
    state = follow(state, [at + EVERY_MS, at + 10_000], () => STRAIGHT).state;
  }
  expect(waited).toEqual([122_500, 242_500, 482_500]);
});

test("a better way that loses more, or has a much longer round trip, is left again and not tried for long", () => {
  for (const bad of [
    { ...STRAIGHT, lost: 0.08 },
    { ...STRAIGHT, rtt_ms: 400 },
  ]) {
    const { steps, state } = follow(moved(), [30_000, 40_000], () => bad);
    expect(steps.map(({ step }) => step)).toEqual(["back"]);
    const later = follow(state, [40_000, 600_000], () => BY_TCP);
    expect(later.steps).toEqual([]);
  }
});

test("one bad moment sends nobody back, nor do losses that there were before", () => {
  expect(
    follow(moved(), [30_000, 90_000], (at) => (at === 40_000 ? { ...STRAIGHT, lost: 0.5 } : STRAIGHT)).steps,
  ).toEqual([]);
  const lossy = { ...moved(), moved: { ...BY_TCP, lost: 0.05, at: 20_000, to: "straight" as const } };
  expect(follow(lossy, [30_000, 90_000], () => ({ ...STRAIGHT, lost: 0.06 })).steps).toEqual([]);
});

test("from a relay over TCP the same relay over UDP is a better way, and from there the straight one is tried on", () => {
  const { steps } = follow(moved(BY_UDP), [30_000, 100_000], () => BY_UDP);
  expect(steps[0]?.step).toBe("try");
});

test("whatever happens, tries are at least fifteen seconds apart and only while all is calm", () => {
  const look = fc.record({ path: fc.constantFrom(BY_TCP, BY_UDP, STRAIGHT, null), calm: fc.boolean() });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 400 }), (looks) => {
      let state = NEW_RECONSIDERING;
      let last = Number.NEGATIVE_INFINITY;
      looks.forEach(({ path, calm }, index) => {
        const at = index * EVERY_MS;
        const [next, step] = reconsider(state, at, path, calm);
        state = next;
        if (step !== "try") return;
        expect(calm).toBe(true);
        expect(path === null || path.way === "straight").toBe(false);
        expect(at - last).toBeGreaterThanOrEqual(15_000);
        last = at;
      });
    }),
  );
});

const TURNS: RTCIceServer[] = [
  { urls: "stun:relay.example:3478" },
  {
    urls: ["turn:relay.example:3478?transport=udp", "turn:relay.example:3478?transport=tcp"],
    username: "a",
    credential: "b",
  },
  { urls: ["turns:relay.example:443?transport=tcp"], username: "a", credential: "b" },
];

test("a try has only servers by which something better can come up", () => {
  const urls = (servers: RTCIceServer[]) => servers.flatMap((each) => each.urls);
  expect(urls(better(TURNS, "stream"))).toEqual(["stun:relay.example:3478", "turn:relay.example:3478?transport=udp"]);
  expect(urls(better(TURNS, "relay"))).toEqual(["stun:relay.example:3478"]);
});

function reported(...candidates: object[]): RTCStatsReport {
  const pair = {
    type: "candidate-pair",
    id: "P",
    nominated: true,
    state: "succeeded",
    localCandidateId: "L",
    currentRoundTripTime: 0.05,
  };
  const all = [pair, ...candidates].map((each) => [(each as { id: string }).id, each] as const);
  return new Map(all) as unknown as RTCStatsReport;
}

test("the chosen path is read from what browsers report", () => {
  const local = (more: object) => reported({ type: "local-candidate", id: "L", ...more });
  expect(pathOf(local({ candidateType: "host", protocol: "udp" }))).toEqual({ way: "straight", rtt_ms: 50, lost: 0 });
  expect(pathOf(local({ candidateType: "relay", protocol: "udp", relayProtocol: "udp" }))?.way).toBe("relay");
  expect(pathOf(local({ candidateType: "relay", protocol: "udp", relayProtocol: "tls" }))?.way).toBe("stream");
  expect(pathOf(new Map() as unknown as RTCStatsReport)).toBeNull();
});

test("several connections are as good as the worst", () => {
  expect(worst([STRAIGHT, null, { ...BY_TCP, lost: 0.1 }])).toEqual({ way: "stream", rtt_ms: 60, lost: 0.1 });
  expect(worst([null])).toBeNull();
  expect(isBetter("relay", "stream")).toBe(true);
});
