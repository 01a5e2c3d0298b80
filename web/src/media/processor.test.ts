import fc from "fast-check";
import { expect, test } from "vitest";
import { lesser, NO_LIMIT } from "./encodings";
import { type Pressure, PressureWatch } from "./pressure";
import {
  followProcessor,
  isProcessorLimited,
  NEW_PROCESSOR,
  type Processor,
  type ProcessorSample,
  processorLimit,
} from "./processor";

const EVERY_MS = 2000;
type What = Omit<ProcessorSample, "at">;
const WELL: What = { limited: false, pressure: null };
const LIMITED: What = { limited: true, pressure: null };

const after = (samples: readonly What[], former: Processor = NEW_PROCESSOR, from = 0, sending = true) =>
  samples.reduce((now, what, index) => followProcessor(now, { ...what, at: from + index * EVERY_MS }, sending), former);

test("layers give way before frames, and only while it goes on", () => {
  const limits = [2, 5, 8, 11, 40].map((count) => processorLimit(after(Array(count).fill(LIMITED))));
  expect(limits.map(({ best, frames }) => [best, frames])).toEqual([
    [1, null],
    [0, null],
    [0, 15],
    [0, 8],
    [0, 8],
  ]);
  expect(after([LIMITED, WELL, LIMITED, WELL]).stage).toBe(0);
});

test("a critical processor is relieved though the browser says nothing of its encoder", () => {
  expect(after(Array(2).fill({ limited: false, pressure: "critical" })).stage).toBe(1);
  expect(after(Array(20).fill({ limited: false, pressure: "serious" })).stage).toBe(0);
});

test("where no picture is sent nothing can give way", () => {
  expect(after(Array(20).fill(LIMITED), NEW_PROCESSOR, 0, false).stage).toBe(0);
});

test("more is tried after calm, with more patience each time that it was too much", () => {
  let processor = after([LIMITED, LIMITED]);
  let at = 2 * EVERY_MS;
  const waited: number[] = [];
  const next = (what: What) => {
    at += EVERY_MS;
    processor = followProcessor(processor, { ...what, at }, true);
  };
  for (let time = 0; time < 4; time++) {
    const began = at;
    while (processor.stage > 0) next(WELL);
    waited.push(at - began);
    while (processor.stage === 0) next(LIMITED);
  }
  expect(waited).toEqual([...waited].sort((one, other) => one - other));
  expect(waited[3]).toBeGreaterThan(4 * (waited[0] ?? 0));
});

test("a pressed processor is given nothing more to do", () => {
  const former = after([LIMITED, LIMITED]);
  expect(after(Array(300).fill({ limited: false, pressure: "serious" }), former, 4000).stage).toBe(1);
  expect(after(Array(300).fill({ limited: false, pressure: "fair" }), former, 4000).stage).toBe(0);
});

test("whatever comes, it changes at most once in six seconds on the way down and never by more than a stage", () => {
  const what = fc.record({
    limited: fc.boolean(),
    pressure: fc.constantFrom<Pressure | null>(null, "nominal", "fair", "serious", "critical"),
  });
  fc.assert(
    fc.property(fc.array(what, { maxLength: 300 }), (samples) => {
      let [former, lowered_at] = [NEW_PROCESSOR, Number.NEGATIVE_INFINITY];
      samples.forEach((each, index) => {
        const at = index * EVERY_MS;
        const now = followProcessor(former, { ...each, at }, true);
        expect(Math.abs(now.stage - former.stage)).toBeLessThanOrEqual(1);
        if (now.stage > former.stage) {
          expect(at - lowered_at).toBeGreaterThanOrEqual(6000);
          lowered_at = at;
        }
        former = now;
      });
    }),
  );
});

test("line and processor each have their say, and the lesser counts", () => {
  const weak = { best: 1, bitrate: 60_000, frames: 8 } as const;
  expect(lesser(NO_LIMIT, weak)).toEqual(weak);
  expect(lesser({ best: 0, bitrate: null, frames: 15 }, weak)).toEqual({ best: 0, bitrate: 60_000, frames: 8 });
  expect(lesser({ best: null, bitrate: null, frames: null }, NO_LIMIT).best).toBeNull();
});

test("what limits a picture is read from what browsers report", () => {
  const of = (...entries: object[]) =>
    new Map(entries.map((each, n) => [String(n), each])) as unknown as RTCStatsReport;
  const sent = { type: "outbound-rtp", kind: "video", active: true };
  expect(isProcessorLimited(of(sent, { ...sent, qualityLimitationReason: "cpu" }))).toBe(true);
  expect(isProcessorLimited(of({ ...sent, qualityLimitationReason: "bandwidth" }))).toBe(false);
  expect(isProcessorLimited(of({ ...sent, active: false, qualityLimitationReason: "cpu" }))).toBe(false);
});

test("the newest word of the browser on its processor counts, and none is no harm", async () => {
  let say: (records: readonly { state: Pressure }[]) => void = () => {};
  class Told {
    constructor(changed: typeof say) {
      say = changed;
    }
    observe = async () => {};
    disconnect = () => {};
  }
  const watch = new PressureWatch(Told);
  expect(watch.now).toBeNull();
  say([{ state: "fair" }, { state: "critical" }]);
  expect(watch.now).toBe("critical");
  expect(new PressureWatch(undefined).now).toBeNull();
});
