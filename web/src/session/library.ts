// The center's library as a list to choose from: found by words, recent ones, grouped by course and lesson.
import { finds } from "../text/fold";
import type { Answer } from "../wire/session";

interface Line {
  readonly id: string;
  readonly title: string;
  readonly course: string;
  readonly lesson: string;
}

export interface Group<L extends Line = Line> {
  readonly course: string;
  readonly lesson: string;
  readonly exercises: readonly L[];
}

/** Those in which every word that is sought occurs, in title, course or lesson. */
export function found<L extends Line>(all: readonly L[], sought: string): readonly L[] {
  return all.filter((line) => finds(sought, line.title, line.course, line.lesson));
}

/** Those with these ids that are still there, in the order of the ids. */
export function recentFirst<L extends Line>(all: readonly L[], ids: readonly string[]): readonly L[] {
  return ids.flatMap((id) => all.filter((line) => line.id === id));
}

/** By course, lesson and title in the language's own order (`compare`); what has no course or lesson comes last. */
export function inShelves<L extends Line>(all: readonly L[], compare: (a: string, b: string) => number): readonly L[] {
  const named = (a: string, b: string) => Number(a === "") - Number(b === "") || compare(a, b);
  return [...all].sort(
    (a, b) =>
      named(a.course, b.course) || named(a.lesson, b.lesson) || compare(a.title, b.title) || (a.id < b.id ? -1 : 1),
  );
}

export type Selection = ReadonlySet<string>;

/** With this one selected, or no more. */
export function toggled(selection: Selection, id: string): Selection {
  const now = new Set(selection);
  if (!now.delete(id)) now.add(id);
  return now;
}

/** How many of these are selected. */
export function selectedOf(selection: Selection, lines: readonly Line[]): "none" | "some" | "all" {
  const count = lines.filter(({ id }) => selection.has(id)).length;
  if (count === 0) return "none";
  return count === lines.length ? "all" : "some";
}

/** All of these are selected too; if they all were, none of them is. What is selected beside them stays so. */
export function allToggled(selection: Selection, lines: readonly Line[]): Selection {
  const all = selectedOf(selection, lines) === "all";
  const now = new Set(selection);
  for (const { id } of lines) {
    if (all) now.delete(id);
    else now.add(id);
  }
  return now;
}

/** What of the selection is still there, in the order of the list: a colleague may have archived some meanwhile. */
export function stillSelected<L extends Line>(selection: Selection, all: readonly L[]): readonly L[] {
  return all.filter(({ id }) => selection.has(id));
}

/** Neighbours of one course and lesson together; the library comes sorted by them. */
export function byTopic<L extends Line>(all: readonly L[]): readonly Group<L>[] {
  const groups: { course: string; lesson: string; exercises: L[] }[] = [];
  for (const line of all) {
    const last = groups.at(-1);
    if (last !== undefined && last.course === line.course && last.lesson === line.lesson) last.exercises.push(line);
    else groups.push({ course: line.course, lesson: line.lesson, exercises: [line] });
  }
  return groups;
}

/** Percent, as the server counts it for a lane: answered, readable, and not known to be wrong. */
export function progressOf(answers: readonly Answer[], items: number): number {
  const counts = ({ value, correct, unreadable }: Answer) => value.trim() !== "" && correct !== false && !unreadable;
  const done = answers.filter(counts).length;
  return items === 0 ? 0 : Math.floor((100 * done) / items);
}
