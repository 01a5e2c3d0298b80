// Durations that pause and resume, as values; the twin of `domain/clock.py`. Instants come from outside.
import type { Stopwatch } from "../wire/session";

/** Milliseconds shown at `now`. An instant before the start counts as the start: clocks may step back. */
export function read(watch: Stopwatch, now: number): number {
  if (watch.running_since === null) return watch.gathered_ms;
  return watch.gathered_ms + Math.max(0, now - watch.running_since);
}

/** The same stopwatch running or standing from `now` on; itself if it already does. */
export function setRunning(watch: Stopwatch, now: number, running: boolean): Stopwatch {
  if (running === (watch.running_since !== null)) return watch;
  if (running) return { gathered_ms: watch.gathered_ms, running_since: now };
  return { gathered_ms: read(watch, now), running_since: null };
}

export const ZERO: Stopwatch = { gathered_ms: 0, running_since: null };
