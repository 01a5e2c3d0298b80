// The list of what was said and what happened, in one order. Pure.
import type { Line, Moment, Replay } from "./api";
import { lastBefore } from "./instants";

export type Entry =
  | { readonly kind: "line"; readonly at: number; readonly line: Line }
  | { readonly kind: "moment"; readonly at: number; readonly moment: Moment };

export type Wanted = "all" | "lines" | "moments";

/** `shown`: whether somebody is part of what is looked at; what concerns all always is. */
export function entries(
  { lines, moments }: Pick<Replay, "lines" | "moments">,
  wanted: Wanted,
  shown: (personId: string) => boolean,
): readonly Entry[] {
  const said = lines
    .filter((line) => shown(line.person_id))
    .map((line): Entry => ({ kind: "line", at: line.start, line }));
  const done = moments
    .filter((moment) => moment.person_id === null || shown(moment.person_id))
    .map((moment): Entry => ({ kind: "moment", at: moment.at, moment }));
  const all = [...(wanted === "moments" ? [] : said), ...(wanted === "lines" ? [] : done)];
  return all.sort((a, b) => a.at - b.at);
}

/** The place of the one that is now; -1: none yet. */
export function current(list: readonly Entry[], at: number): number {
  return lastBefore(list, at, (entry) => entry.at);
}
