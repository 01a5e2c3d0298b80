/**
 * When words that were put back may be vouched for. Whatever rewrites a page does so after us, in a task of its own: right
 * after they were put back they stand there, whoever looks, and prove nothing. So they have to stand for a while, the
 * longer the more often somebody rewrote them lately. Knows no page and no clock.
 */

/** Something that rewrites the sign at once each time is not fought without end: after so many within a beat, once a beat. */
const REDRAWINGS = 3;
const BEAT_MS = 2000;
const FIRST_MS = 100;
const MOST_MS = 8000;
const REMEMBERED_MS = 60_000;

export class Settling {
  /** When somebody rewrote the words, ms; of the last minute. */
  #rewritten: readonly number[] = [];
  #since = 0;

  /** Whether words that were rewritten are put back at `now` (ms of a clock that measures). */
  mayRedraw(now: number): boolean {
    return this.#rewritten.filter((at) => at > now - BEAT_MS).length < REDRAWINGS;
  }

  /** Somebody rewrote the words, and they are put back. */
  rewritten(now: number): void {
    this.#rewritten = [...this.#rewritten.filter((at) => at > now - REMEMBERED_MS), now];
    this.#since = now;
  }

  /** We wrote other words: whoever rewrote the former ones may be about to rewrite these. */
  drawn(now: number): void {
    this.#since = now;
  }

  /** How long (ms) the words have to stand yet. 0: they may be vouched for. */
  left(now: number): number {
    const times = this.#rewritten.filter((at) => at > now - REMEMBERED_MS).length;
    if (times === 0) return 0;
    return Math.max(0, this.#since + Math.min(MOST_MS, FIRST_MS * 2 ** (times - 1)) - now);
  }
}
