import { describe, expect, it } from "vitest";
import { follow, isPaused, limitOf, NEW_UPLINK, type Uplink } from "./uplink";

const BASE_MS = 40;
/** What each stage sends on the wire, kbit/s: picture, and sound with its headers. */
const SENT = [2150 + 66, 650 + 66, 150 + 66, 70 + 50, 50] as const;

const TOLD_IN_MS = 3;

interface Line {
  /** kbit/s; packets wait for up to 300 ms, then they are lost. */
  carries: number;
  /** Lost whatever is sent. */
  loses?: number;
}

/** Seconds of a line as simulated: a report each second. Returns each second's stage and what was lost of the sound. */
function run(uplink: Uplink, from: number, seconds: number, line: Line) {
  const stages: number[] = [];
  let lost = 0;
  let state = uplink;
  for (let second = from + 1; second <= from + seconds; second++) {
    const sent = SENT[state.stage] ?? 0;
    const over = Math.max(0, 1 - line.carries / sent);
    const report = { lost: Math.min(1, over + (line.loses ?? 0)), rtt_ms: BASE_MS + (over > 0 ? 300 : 0) };
    lost += over;
    state = follow(state, { at: second * 1000, told_in_ms: TOLD_IN_MS, ...report }, true);
    stages.push(state.stage);
  }
  return { state, stages, lost: lost / seconds };
}

/** A report at this second, of a line that loses nothing. */
const reported = (second: number, rtt_ms: number | null) => ({
  at: second * 1000,
  lost: 0,
  rtt_ms,
  told_in_ms: TOLD_IN_MS,
});
const healthy = () => run(NEW_UPLINK, 0, 10, { carries: 10_000 }).state;

describe("the uplink", () => {
  it("carries everything on a good line", () => {
    const { stages } = run(healthy(), 10, 600, { carries: 3000 });
    expect(new Set(stages)).toEqual(new Set([0]));
  });

  it("gives way within a second where the sound suffers, and keeps a moving picture where one fits", () => {
    const { stages, state } = run(healthy(), 10, 5, { carries: 150 });
    expect(stages).toEqual([3, 3, 3, 3, 3]);
    expect(limitOf(state)).toEqual({ best: 0, bitrate: 60_000, frames: 8 });
  });

  it("pauses the picture within five seconds where none fits, and hardly ever tries again", () => {
    const begun = run(healthy(), 10, 5, { carries: 80 });
    expect(isPaused(begun.state)).toBe(true);
    const later = run(begun.state, 15, 600, { carries: 80 });
    expect(later.lost).toBeLessThan(0.02);
    expect(later.stages.filter((stage) => stage < 4).length).toBeLessThan(30);
  });

  it("tries less and less often what does not fit", () => {
    const begun = run(healthy(), 10, 5, { carries: 150 });
    const { stages, lost } = run(begun.state, 15, 600, { carries: 150 });
    const tries = stages.flatMap((stage, at) => (stage < 3 && (stages[at - 1] ?? 3) === 3 ? [at] : []));
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(Math.max(...pauses)).toBeGreaterThan(4 * Math.min(...pauses));
    expect(lost).toBeLessThan(0.02);
  });

  it("is back where it was once the line is, step by step", () => {
    const limited = run(healthy(), 10, 20, { carries: 80 });
    const { stages } = run(limited.state, 30, 90, { carries: 10_000 });
    expect(stages.at(-1)).toBe(0);
    expect(stages.every((stage, at) => at === 0 || stage <= (stages[at - 1] ?? 4))).toBe(true);
  });

  it("does not take losses of the line itself for its own: the picture comes back although they go on", () => {
    for (const loses of [0.05, 0.1]) {
      const { stages } = run(healthy(), 10, 120, { carries: 10_000, loses });
      expect(stages).not.toContain(4);
      expect(stages.at(-1)).toBe(0);
    }
  });

  it("takes a long round trip for what it is, and a growing one for a queue", () => {
    let far = NEW_UPLINK;
    for (let at = 1; at <= 60; at++) far = follow(far, reported(at, 300 + (at % 5) * 5), true);
    expect(far.stage).toBe(0);
    expect(follow(far, reported(61, 430), true).stage).toBe(0);
    expect(follow(follow(far, reported(61, 430), true), reported(62, 430), true).stage).toBe(1);
  });

  it("never takes a processor that has too much to do for a line without room", () => {
    let busy = healthy();
    for (let at = 11; at <= 120; at++) busy = follow(busy, { ...reported(at, 900), told_in_ms: 200 }, true);
    expect(busy.stage).toBe(0);
  });

  it("gives the picture up for a queue alone only where it stands, and takes it back where the queue stays without it", () => {
    let queue = healthy();
    const stages: number[] = [];
    for (let at = 11; at <= 40; at++) {
      queue = follow(queue, reported(at, 400), true);
      stages.push(queue.stage);
    }
    expect(stages.filter((stage) => stage === 4).length).toBeLessThan(10);
    expect(stages.indexOf(4)).toBeGreaterThanOrEqual(5);
    expect(stages.at(-1)).toBeLessThan(4);
  });

  it("changes nothing without a report, and nothing where no picture is sent", () => {
    const before = healthy();
    expect(follow(before, { ...reported(99, null), lost: null }, true).stage).toBe(0);
    expect(follow(before, { ...reported(99, 400), lost: 0.3 }, false).stage).toBe(0);
  });
});
