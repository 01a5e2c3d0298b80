/** People in lists: in the order of the page's language, found by words, told apart by grade and course. */
import { localeNow } from "../i18n/t";
import { finds, fold, inOrder } from "../text/fold";

interface Named {
  readonly name: string;
  readonly grade_level: string;
  readonly course_level: string;
  /** Of staff, where one is told it. */
  readonly email?: string | null;
}

/** What tells two of one name apart: “Grade 8 · Math”. */
export const levelOf = ({ grade_level, course_level }: Pick<Named, "grade_level" | "course_level">): string =>
  [grade_level, course_level].filter(Boolean).join(" · ");

export function byName<P extends Named>(people: readonly P[]): readonly P[] {
  const compare = inOrder(localeNow());
  return [...people].sort((a, b) => compare(a.name, b.name) || compare(levelOf(a), levelOf(b)));
}

/** Those in whose name, grade or course every word occurs. */
export function named<P extends Named>(people: readonly P[], words: string): readonly P[] {
  return people.filter((person) => finds(words, person.name, person.grade_level, person.course_level));
}

/** Their name, with grade and course (of staff: the email) where somebody else in the list has the same name. */
export function tellingName<P extends Named>(person: P, among: readonly P[]): string {
  const alike = among.filter(({ name }) => fold(name) === fold(person.name)).length > 1;
  return alike ? [person.name, levelOf(person) || person.email].filter(Boolean).join(" · ") : person.name;
}

/** As what a list to choose from offers: in order, and no two alike. */
export function choices<P extends Named & { readonly id: string }>(people: readonly P[]) {
  return byName(people).map((person) => ({ id: person.id, name: tellingName(person, people) }));
}
