// How far the server's clock is from this machine's, from answered messages. Pure.

export interface ClockSample {
  /** Server's clock minus ours, in milliseconds. */
  readonly offset_ms: number;
  readonly round_trip_ms: number;
  /** Our clock when it was taken. */
  readonly at: number;
}

/** Milliseconds after which a sample counts less than any newer one: clocks drift and are set. */
const STALE_MS = 300_000;

/** The server said `serverNow` in an answer that was asked for at `asked` and came at `answered` (our clock). RFC 5905, section 8. */
export function sample(serverNow: number, asked: number, answered: number): ClockSample {
  return { offset_ms: serverNow - (asked + answered) / 2, round_trip_ms: answered - asked, at: answered };
}

/** The better of two samples: the quicker answer says it more exactly. */
export function better(former: ClockSample | null, next: ClockSample): ClockSample {
  if (former === null || next.at - former.at > STALE_MS) return next;
  const apart = Math.abs(next.offset_ms - former.offset_ms);
  const explained = (next.round_trip_ms + former.round_trip_ms) / 2;
  if (apart > explained + 50) return next; // one of the clocks was set
  return next.round_trip_ms <= former.round_trip_ms ? next : former;
}
