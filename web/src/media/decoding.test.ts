import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Decoding,
  type DecodingSample,
  decodedOf,
  decodingBetween,
  followDecoding,
  NEW_DECODING,
} from "./decoding";
import { DecodingWatch } from "./decoding-watch";
import type { Pressure } from "./pressure";

const SMALL = 320 * 180 * 30;
const EVERY_MS = 2000;
const WELL: Omit<DecodingSample, "at"> = { missed: 0, busy: 0.2, pixels: 5 * SMALL, lost: 0, pressure: null };
const BEHIND = { ...WELL, missed: 0.5, busy: 1.4 };

/** A machine that decodes so many pixels a second, while it is sent `sent`, or less if it asks for less. */
function machine(carries: number, sent: number, seconds: number, from = { decoding: NEW_DECODING, at: 0 }) {
  let { decoding, at } = from;
  const asked: (number | null)[] = [];
  for (const end = at + seconds * 1000; at < end; at += EVERY_MS) {
    const comes = Math.min(sent, decoding.pixels ?? sent);
    const [pixels, missed] = [Math.min(comes, carries), Math.max(0, 1 - carries / comes)];
    const next = followDecoding(decoding, { ...WELL, at, pixels, missed, busy: Math.min(1.5, comes / carries) });
    if (next.pixels !== decoding.pixels) asked.push(next.pixels);
    decoding = next;
  }
  return { decoding, at, asked };
}

const after = (samples: readonly Omit<DecodingSample, "at">[], former: Decoding = NEW_DECODING, from = 0) =>
  samples.reduce((now, sample, index) => followDecoding(now, { ...sample, at: from + index * EVERY_MS }), former);

test("a machine that keeps up asks for nothing", () => {
  expect(machine(10 * SMALL, 5 * SMALL, 3600).asked).toEqual([]);
});

test("one that is behind for some seconds asks for less than it decodes, and then keeps up", () => {
  expect(after([BEHIND, BEHIND]).pixels).toBeNull();
  const { asked } = machine(4 * SMALL, 8 * SMALL, 25);
  expect(asked).toEqual([Math.round(4 * SMALL * 0.7)]);
});

test("what a line has lost, what waits for a keyframe, and a moment are no matter of the machine", () => {
  expect(after(Array(20).fill({ ...BEHIND, lost: 0.03 })).pixels).toBeNull();
  expect(after(Array(20).fill({ ...BEHIND, busy: 0.05 })).pixels).toBeNull();
  expect(after(Array(10).fill([BEHIND, BEHIND, WELL]).flat()).pixels).toBeNull();
});

test("more is tried with growing patience, and taken back where it is too much", () => {
  const { asked, decoding } = machine(4 * SMALL, 8 * SMALL, 3600);
  const taken_back = asked.filter((pixels, index) => (pixels ?? 0) < (asked[index - 1] ?? 0));
  expect(taken_back.length).toBeGreaterThan(3);
  expect(Math.max(...taken_back.map((pixels) => pixels ?? 0))).toBeLessThan(1.2 * 4 * SMALL);
  expect(decoding.patience_ms).toBe(600_000);
  expect(asked.length).toBeLessThan(24);
});

test("a machine that is relieved has everything again", () => {
  const weak = machine(2 * SMALL, 8 * SMALL, 60);
  expect(weak.decoding.pixels).not.toBeNull();
  expect(machine(20 * SMALL, 8 * SMALL, 600, weak).decoding.pixels).toBeNull();
});

test("while the processor is pressed nothing more is asked for", () => {
  const weak = after([BEHIND, BEHIND, BEHIND]);
  const pressed = { ...WELL, pressure: "serious" as Pressure };
  expect(after(Array(300).fill(pressed), weak, 6000).pixels).toBe(weak.pixels);
});

test("it never asks for less than one small picture with few frames", () => {
  const sample = fc.record({
    missed: fc.double({ min: 0, max: 1, noNaN: true }),
    busy: fc.double({ min: 0, max: 4, noNaN: true }),
    pixels: fc.integer({ min: 0, max: 100 * SMALL }),
    lost: fc.constantFrom(0, 0.2),
    pressure: fc.constantFrom<Pressure | null>(null, "nominal", "serious", "critical"),
  });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 300 }), (samples) => {
      const { pixels } = after(samples);
      expect(pixels === null || pixels >= 320 * 180 * 8).toBe(true);
    }),
  );
});

function reported(framesReceived: number, framesDecoded: number, totalDecodeTime: number): RTCStatsReport {
  const inbound = {
    type: "inbound-rtp",
    kind: "video",
    frameWidth: 640,
    frameHeight: 360,
    packetsReceived: framesReceived * 3,
  };
  const sound = { type: "inbound-rtp", kind: "audio", packetsReceived: 999 };
  const entries = { V: { ...inbound, framesReceived, framesDecoded, totalDecodeTime }, A: sound };
  return new Map(Object.entries(entries)) as unknown as RTCStatsReport;
}

test("what was decoded between two looks is read from what browsers report", () => {
  const first = decodedOf(reported(100, 100, 1), 1000, new Map());
  const second = decodedOf(reported(160, 130, 3), 3000, first.frames);
  const sample = decodingBetween(first.totals, second.totals, "fair");
  expect(sample).toEqual({ at: 3000, missed: 0.5, busy: 1, pixels: (30 * 640 * 360) / 2, lost: 0, pressure: "fair" });
  expect(decodingBetween(second.totals, decodedOf(reported(5, 5, 0), 5000, second.frames).totals, null)).toBeNull();
});

test("the server is told once, and again now and then while there is a limit", async () => {
  const told: unknown[] = [];
  let [received, decoded, visible] = [0, 0, true];
  const watch = new DecodingWatch({
    send: (async (_: string, fields: unknown) => told.push(fields)) as never,
    pressure: { now: null },
    stats: async () => reported(received, decoded, received / 20),
    visible: () => visible,
  });
  watch.stop();
  const looks = async (from: number, until: number, missed: number) => {
    for (let at = from; at < until; at += EVERY_MS) {
      received += 60;
      decoded += 60 * (1 - missed);
      await watch.look(at);
    }
  };
  await looks(0, 10_000, 0);
  expect(told).toEqual([]);
  visible = false;
  await looks(10_000, 30_000, 0.5);
  expect(told).toEqual([]);
  visible = true;
  await looks(30_000, 49_000, 0.5);
  expect(told.length).toBe(2);
  expect(told[1]).toEqual({ pixels: Math.round(15 * 640 * 360 * 0.7 * 0.7) });
});
