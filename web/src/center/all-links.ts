/** Links for everybody, however many they are: the server makes at most 200 at once. */
import type { CenterPerson } from "../home/api";
import type { SheetLine } from "./api";

export const BATCH = 100;

/** The students' links, batch after batch; `made` gets each batch. Rejects where one fails; what was made stays made. */
export async function allLinks(
  students: readonly Pick<CenterPerson, "id">[],
  make: (ids: readonly string[]) => Promise<readonly SheetLine[]>,
  made: (lines: readonly SheetLine[]) => void,
): Promise<void> {
  for (let at = 0; at < students.length; at += BATCH)
    made(await make(students.slice(at, at + BATCH).map(({ id }) => id)));
}
