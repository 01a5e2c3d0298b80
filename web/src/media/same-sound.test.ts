import { describe, expect, test } from "vitest";
import { BIN_MS, decibels, type Ears, hearRoom, NO_EARS } from "./same-sound";

const STEP_MS = 20;

/** Mulberry32: the same numbers each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const silence = (steps: number) => Array.from({ length: Math.ceil(steps) }, () => 0);

/** Loudness (0 to 1) every 20 ms: syllables of 100 to 300 ms, pauses between words and sentences. */
function speech(seconds: number, seed: number): number[] {
  const random = chance(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  const syllable = (stress_db: number) => {
    const [length, db] = [Math.round(between(5, 15)), stress_db + between(-6, 3)];
    const swell = Array.from({ length }, (_, n) => 10 ** ((db - 8 * Math.abs(n / length - 0.5)) / 20));
    return [...swell, ...silence(between(1, 4))];
  };
  const some = (count: number, make: () => number[]) => Array.from({ length: Math.ceil(count) }, make).flat();
  const word = () => {
    const stress_db = between(-30, -10);
    return [...some(between(1, 4), () => syllable(stress_db)), ...silence(between(2, 12))];
  };
  const out: number[] = [];
  const steps = (seconds * 1000) / STEP_MS;
  while (out.length < steps) out.push(...some(between(3, 9), word), ...silence(between(20, 90)));
  return out.slice(0, steps);
}

interface Ear {
  readonly late_ms?: number;
  readonly gain_db?: number;
  readonly noise_db?: number;
}

/** What a microphone makes of it: later, louder or quieter, and with a noise of its own. */
function mic(sound: readonly number[], seed: number, { late_ms = 0, gain_db = 0, noise_db = -58 }: Ear = {}): number[] {
  const random = chance(seed);
  return sound.map((_, n) => {
    const voice = (sound[n - Math.round(late_ms / STEP_MS)] ?? 0) * 10 ** (gain_db / 20);
    return Math.hypot(voice, 10 ** ((noise_db + 4 * (random() - 0.5)) / 20));
  });
}

/** As the tutor's page takes it: the mean of two looks in 100 ms. */
function bins(levels: readonly number[]): number[] {
  const each = BIN_MS / STEP_MS;
  return Array.from({ length: Math.floor(levels.length / each) }, (_, n) => {
    const looks = [0, 2].map((at) => decibels(levels[n * each + at] ?? 0));
    return looks.reduce((sum, db) => sum + db, 0) / looks.length;
  });
}

function listen(one: readonly number[], other: readonly number[], from: Ears = NO_EARS): { ears: Ears; told: number } {
  const [a, b] = [bins(one), bins(other)];
  let [ears, told] = [from, 0];
  for (let n = 0; n < Math.min(a.length, b.length); n++) {
    ears = hearRoom(ears, { alice: a[n] ?? 0, bob: b[n] ?? 0 });
    told += ears.pairs.length > 0 ? 1 : 0;
  }
  return { ears, told };
}

const SEEDS = Array.from({ length: 30 }, (_, n) => n + 1);
const plus = (a: readonly number[], b: readonly number[]) => a.map((level, n) => Math.hypot(level, b[n] ?? 0));
const SILENCE = Array.from({ length: 3000 }, () => 0);

describe("the same sound at two microphones", () => {
  test.each([
    ["beside each other", {}],
    ["one late and quiet", { late_ms: 140, gain_db: -14 }],
    ["the other way round", { late_ms: 300, gain_db: 8 }],
    ["in a noisy room", { late_ms: 60, gain_db: -8, noise_db: -48 }],
  ])("is known: %s", (_, ear) => {
    const found = SEEDS.filter((seed) => {
      const voice = speech(60, seed);
      return listen(mic(voice, seed + 500), mic(voice, seed + 900, ear)).ears.pairs.length > 0;
    });
    expect(found.length).toBeGreaterThanOrEqual(SEEDS.length - 2);
  });

  test("is known of two who talk with each other in one room, each nearer to their own", () => {
    const found = SEEDS.filter((seed) => {
      const [a, b] = [speech(60, seed), speech(60, seed + 300)];
      const turn = (voice: readonly number[], who: number) =>
        voice.map((x, n) => (Math.floor(n / 250) % 2 === who ? x : 0));
      const [one, other] = [turn(a, 0), turn(b, 1)];
      const quiet = (voice: readonly number[]) => voice.map((x) => x * 10 ** (-6 / 20));
      return listen(mic(plus(one, quiet(other)), seed), mic(plus(other, quiet(one)), seed + 9)).told > 0;
    });
    expect(found.length).toBeGreaterThanOrEqual(SEEDS.length - 3);
  });

  test("is taken back when the two are apart", () => {
    const voice = speech(60, 7);
    const { ears } = listen(mic(voice, 1), mic(voice, 2, { late_ms: 100 }));
    expect(ears.pairs).toEqual([["alice", "bob"]]);
    expect(listen(mic(speech(60, 8), 3), mic(speech(60, 9), 4), ears).ears.pairs).toEqual([]);
  });

  test("stays known while nobody speaks", () => {
    const voice = speech(60, 7);
    const { ears } = listen(mic(voice, 1), mic(voice, 2));
    expect(listen(mic(SILENCE, 5), mic(SILENCE, 6), ears).ears.pairs).toBe(ears.pairs);
  });

  test("is forgotten of somebody who is gone", () => {
    const voice = speech(60, 7);
    const { ears } = listen(mic(voice, 1), mic(voice, 2));
    let alone = ears;
    for (let n = 0; n < 20; n++) alone = hearRoom(alone, { alice: -20 });
    expect(alone.pairs).toEqual([]);
  });
});

describe("what is not the same sound", () => {
  test("two who speak at once, for a minute each of many times", () => {
    const wrong = SEEDS.filter((seed) => listen(mic(speech(60, seed), 1), mic(speech(60, seed + 1000), 2)).told > 0);
    expect(wrong).toEqual([]);
  });

  test("two who speak in turn", () => {
    const wrong = SEEDS.filter((seed) => {
      const [a, b] = [speech(60, seed), speech(60, seed + 1000)];
      const one = a.map((level, n) => (Math.floor(n / 200) % 2 === 0 ? level : 0));
      const other = b.map((level, n) => (Math.floor(n / 200) % 2 === 1 ? level : 0));
      return listen(mic(one, 1), mic(other, 2)).told > 0;
    });
    expect(wrong).toEqual([]);
  });

  test("a class that answers in chorus", () => {
    const wrong = SEEDS.filter((seed) => {
      const answers = (n: number) => n % 300 < 120;
      const of = (voice: readonly number[]) => voice.map((level, n) => (answers(n) ? level : 0));
      return listen(mic(of(speech(60, seed)), 1), mic(of(speech(60, seed + 1000)), 2)).told > 0;
    });
    expect(wrong).toEqual([]);
  });

  test("silence, and steady noise", () => {
    expect(listen(mic(SILENCE, 1), mic(SILENCE, 2)).told).toBe(0);
    expect(listen(mic(SILENCE, 1, { noise_db: -25 }), mic(SILENCE, 2, { noise_db: -30 })).told).toBe(0);
    expect(listen(mic(SILENCE, 1, { noise_db: -25 }), mic(speech(60, 3), 2)).told).toBe(0);
  });
});
