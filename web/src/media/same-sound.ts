// Whether two microphones are in one room: the same sound comes from both. Pure; fed with the loudness of everybody, ten times a second.
//
// What is compared is how loudness rises and falls while somebody is heard: it is the same for one voice at two microphones, however far
// each is and however late it arrives, and another for two people, who breathe and stress at other moments also when they speak at once.

/** Milliseconds of each value of `hearRoom`. */
export const BIN_MS = 100;
/** Decibels below full scale that count as nothing, and above which somebody is heard. */
const [FLOOR_DB, HEARD_DB] = [-60, -45];
/** What is compared: the last 10 s, of which somebody must be heard for 4. */
const [WINDOW, LEAST_HEARD] = [100, 40];
/** One of two connections may be late by its jitter buffer, the other by distance: this many values. */
const MOST_LATE = 4;
/** Each value is the mean of so many before and after it: loudness is looked at now and then, and never at the same moment at both. */
const SMOOTHED = 2;
/** Every 2 s. */
const JUDGED_EVERY = 20;
/** Decibels of spread below which it is noise, not speech. */
const LEAST_SPREAD_DB = 3;
/** Of one voice it is 0.7 to 1, of two at most 0.45 (made ones, as in `same-sound.test.ts`). Between them nothing is learnt. */
const [SAME, OTHER] = [0.65, 0.45];
/** Judgements that tell; and from which on more of them add nothing, so that it is taken back soon when somebody moves. */
const [ENOUGH, MOST] = [3, 4];

export type Pair = readonly [string, string];

export interface Ears {
  /** By person, the newest last. */
  readonly heard: Readonly<Record<string, readonly number[]>>;
  readonly count: number;
  /** By pair (`a b`, sorted): judgements for it less those against it. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Who is in one room, as far as is known; the same array until that changes. */
  readonly pairs: readonly Pair[];
}

export const NO_EARS: Ears = { heard: {}, count: 0, evidence: {}, pairs: [] };

/** Loudness from 0 to 1 (RFC 6464) in decibels. */
export function decibels(level: number): number {
  return Math.max(FLOOR_DB, 20 * Math.log10(Math.max(level, 1e-6)));
}

/** Take the loudness in decibels of everybody whose microphone is on; whoever is missing is forgotten. */
export function hearRoom(former: Ears, now: Readonly<Record<string, number>>): Ears {
  const people = Object.keys(now).sort();
  const heard = Object.fromEntries(
    people.map((who) => [who, [...(former.heard[who] ?? []), now[who] ?? FLOOR_DB].slice(-WINDOW)]),
  );
  const count = former.count + 1;
  if (count % JUDGED_EVERY !== 0) return { ...former, heard, count };
  const all = people.flatMap((one, n) => people.slice(n + 1).map((other): Pair => [one, other]));
  const evidence = Object.fromEntries(
    all.map(([one, other]) => {
      const key = `${one} ${other}`;
      return [key, judged(former.evidence[key] ?? 0, likeness(heard[one] ?? [], heard[other] ?? []))];
    }),
  );
  const known = (key: string) => former.pairs.some((pair) => pair.join(" ") === key);
  const pairs = all.filter((pair) => {
    const sum = evidence[pair.join(" ")] ?? 0;
    return sum >= ENOUGH || (sum > 0 && known(pair.join(" ")));
  });
  const same = pairs.length === former.pairs.length && pairs.every((pair) => known(pair.join(" ")));
  return { heard, count, evidence, pairs: same ? former.pairs : pairs };
}

function judged(evidence: number, like: number | null): number {
  if (like === null) return evidence;
  if (like >= SAME) return Math.min(MOST, evidence + 1);
  return like < OTHER ? Math.max(0, evidence - 1) : evidence;
}

/** -1 to 1; null: too little was heard, or nothing but noise. */
export function likeness(one: readonly number[], other: readonly number[]): number | null {
  if (one.length < WINDOW || other.length < WINDOW) return null;
  const [smoothOne, smoothOther] = [smooth(one), smooth(other)];
  let best: number | null = null;
  for (let late = -MOST_LATE; late <= MOST_LATE; late++) {
    const a = smoothOne.slice(Math.max(0, late), WINDOW + Math.min(0, late));
    const b = smoothOther.slice(Math.max(0, -late), WINDOW - Math.max(0, late));
    const like = correlation(a, b);
    if (like !== null && (best === null || like > best)) best = like;
  }
  return best;
}

function smooth(values: readonly number[]): number[] {
  return values.map((_, n) => {
    const near = values.slice(Math.max(0, n - SMOOTHED), n + SMOOTHED + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

/** Of the moments at which either is heard (Pearson). */
function correlation(a: readonly number[], b: readonly number[]): number | null {
  const at = a.map((_, n) => n).filter((n) => Math.max(a[n] ?? FLOOR_DB, b[n] ?? FLOOR_DB) > HEARD_DB);
  if (at.length < LEAST_HEARD) return null;
  const off = (values: readonly number[]) => {
    const mean = at.reduce((sum, n) => sum + (values[n] ?? 0), 0) / at.length;
    return at.map((n) => (values[n] ?? 0) - mean);
  };
  const [x, y] = [off(a), off(b)];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [xx, yy] = [sum(x.map((value) => value * value)), sum(y.map((value) => value * value))];
  if (Math.sqrt(Math.min(xx, yy) / at.length) < LEAST_SPREAD_DB) return null;
  return sum(x.map((value, n) => value * (y[n] ?? 0))) / Math.sqrt(xx * yy);
}
