// The center's library as a list to choose from: found by words, recent ones, grouped by course and lesson.
import { finds } from "../text/fold";

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
