// What is so at an instant of a replay, and instants as they stand in addresses. Pure.
import type { BoardAt, Line, Stretch } from "./api";

/** The last of these that is not after `at`, by its place; -1: none. They are in the order of time. */
export function lastBefore<T>(items: readonly T[], at: number, instant: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instant(items[middle] as T) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The revision of a lane's board at this instant; 0: nothing was on it. */
export function boardAt(boards: readonly BoardAt[], lane: string, at: number): number {
  const own = boards.filter((each) => each.lane === lane);
  return own[lastBefore(own, at, (each) => each.at)]?.number ?? 0;
}

/** What holds at this instant, of the session and of this person. */
export function holding(stretches: readonly Stretch[], personId: string | null, at: number): readonly Stretch[] {
  return stretches.filter(
    (each) => each.start <= at && at < each.end && (each.person_id === null || each.person_id === personId),
  );
}

/** How long a sentence stays to be read after it was said. */
const LINGER_MS = 1500;
const MOST_CAPTIONS = 2;

/** What is being said, of these people: what was said last comes last. */
export function captions(lines: readonly Line[], at: number, heard: (personId: string) => boolean): readonly Line[] {
  return lines
    .filter((line) => line.start <= at && at < line.end + LINGER_MS && heard(line.person_id))
    .slice(-MOST_CAPTIONS);
}

/** "?t=754" as milliseconds within the replay; nothing that makes sense: 0. */
export function instantIn(search: string, durationMs: number): number {
  const text = new URLSearchParams(search).get("t") ?? "";
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text) * 1000, durationMs) : 0;
}

/** The address of this page at an instant. */
export function linkAt(address: string, at: number): string {
  const url = new URL(address);
  url.search = `?t=${Math.floor(at / 1000)}`;
  url.hash = "";
  return url.href;
}
