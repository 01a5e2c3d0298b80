import { expect, test } from "vitest";
import { allLinks, BATCH } from "./all-links";
import type { SheetLine } from "./api";

test("everybody gets a link, and what was made before a fault is kept", async () => {
  const students = Array.from({ length: 2 * BATCH + 40 }, (_, n) => ({ id: `s${n}` }));
  const asked: number[] = [];
  const made: SheetLine[] = [];
  const make = async (ids: readonly string[]) => {
    asked.push(ids.length);
    if (asked.length === 3) throw new Error("away");
    return ids.map((id) => ({ student: { id } }) as SheetLine);
  };
  await expect(allLinks(students, make, (lines) => made.push(...lines))).rejects.toThrow("away");
  expect(asked).toEqual([BATCH, BATCH, 40]);
  expect(made.map(({ student }) => student.id)).toEqual(students.slice(0, 2 * BATCH).map(({ id }) => id));
});
