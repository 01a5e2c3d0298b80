// The timeline as places from 0 to 1: what is drawn in which row, and where the clock's marks stand. Pure.
import type { Seat, Stretch } from "./api";

export interface Bar {
  readonly what: Stretch["what"];
  readonly text: string;
  readonly start: number;
  readonly width: number;
}

export interface Row {
  readonly seat: Seat;
  readonly bars: readonly Bar[];
}

const DRAWN: ReadonlySet<Stretch["what"]> = new Set(["teach", "help", "exercise", "present"]);
/** From the back to the front. */
const ORDER: readonly Stretch["what"][] = ["present", "exercise", "teach", "help"];
const STEPS_MS = [10, 30, 60, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000);

const bar = (stretch: Stretch, durationMs: number): Bar => ({
  what: stretch.what,
  text: stretch.text,
  start: stretch.start / durationMs,
  width: (Math.min(stretch.end, durationMs) - stretch.start) / durationMs,
});

/** One row for each of these students. */
export function rows(stretches: readonly Stretch[], seats: readonly Seat[], durationMs: number): readonly Row[] {
  return seats.map((seat) => {
    const own = stretches.filter((each) => each.person_id === seat.user_id && DRAWN.has(each.what));
    const bars = own.filter((each) => each.start < durationMs).map((each) => bar(each, durationMs));
    return { seat, bars: bars.sort((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what)) };
  });
}

/** What was so for everybody: breaks, and when the tutor spoke to all. */
export function forAll(stretches: readonly Stretch[], durationMs: number): readonly Bar[] {
  const own = stretches.filter((each) => (each.what === "break" || each.what === "all") && each.start < durationMs);
  return own.map((each) => bar(each, durationMs));
}

/** Instants at round times, about as many as have room. */
export function marks(durationMs: number, most: number): readonly number[] {
  const step =
    STEPS_MS.find((each) => durationMs / each <= most) ?? Math.ceil(durationMs / most / 3_600_000) * 3_600_000;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, n) => n * step);
}
