// Keeping several players at one instant. The one that is heard is the clock; the others are led after it softly, by their
// rate, as a seek interrupts them. Pure. (Measured: a clock of our own with hard seeks thrashes on a busy machine.)

/** Nobody notices less. */
export const NEAR_SECONDS = 0.03;
/** What is further away than this is not caught up softly. */
export const FAR_SECONDS = 1;
/** A player that was moved needs this long before it can be judged again. */
export const SETTLE_SECONDS = 2;
/** Of the rate: a voice that is so much faster sounds the same. */
const MOST = 0.08;
/** How quickly what is missing is caught up: a tenth of a second by the most that is allowed. */
const GAIN = 0.8;

export type Correction = { readonly kind: "rate"; readonly rate: number } | { readonly kind: "seek" };

/** `ahead`: seconds that the player is ahead of the clock; `since`: seconds since it was moved. */
export function correction(ahead: number, rate: number, since: number): Correction {
  const off = Math.abs(ahead);
  if (off > FAR_SECONDS && since >= SETTLE_SECONDS) return { kind: "seek" };
  if (off <= NEAR_SECONDS) return { kind: "rate", rate };
  return { kind: "rate", rate: rate * (1 - Math.max(-MOST, Math.min(MOST, ahead * GAIN))) };
}

export interface Candidate {
  readonly id: string;
  /** It plays, and can tell its time. */
  readonly able: boolean;
  readonly muted: boolean;
  /** It is the tutor's. */
  readonly first: boolean;
}

/** Whose time counts: of those that can tell it one that is heard, the tutor's first; the same one as long as it can be. */
export function leader(candidates: readonly Candidate[], now: string | null): string | null {
  const able = candidates.filter((each) => each.able);
  const heard = able.filter((each) => !each.muted);
  const among = heard.length > 0 ? heard : able;
  if (among.some((each) => each.id === now)) return now;
  return (among.find((each) => each.first) ?? among[0])?.id ?? null;
}
