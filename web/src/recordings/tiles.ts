// Which files are shown, and as whom. Pure.
import type { Replay, ReplayFile, Seat, Stretch } from "./api";

export interface Tile {
  readonly file: ReplayFile;
  readonly seat: Seat;
  readonly screen: boolean;
}

/** One tile a file, tutors first. What was cut of the tutor for a student is seen as the tutor. */
export function tiles({ files, people }: Pick<Replay, "files" | "people">): readonly Tile[] {
  const tutor = people.find((seat) => seat.part === "tutor");
  const found = files.flatMap((file): Tile[] => {
    const cut = file.kind === "to_student" || file.kind === "to_student_screen";
    const seat = cut ? tutor : people.find((each) => each.user_id === file.person_id);
    return seat === undefined || file.kind === "composite"
      ? []
      : [{ file, seat, screen: file.kind.endsWith("screen") }];
  });
  const place = (tile: Tile) => (tile.seat.part === "tutor" ? 0 : 1);
  return found.sort((a, b) => place(a) - place(b) || people.indexOf(a.seat) - people.indexOf(b.seat));
}

/** Whether somebody belongs to what is shown of a lane; null: all lanes. */
export function inLane(seat: Seat, lane: string | null): boolean {
  return lane === null || seat.part === "tutor" || seat.user_id === lane;
}

/** Who is not there at all, among those of this lane. */
export function absent(people: readonly Seat[], lane: string | null): readonly Seat[] {
  return people.filter((seat) => seat.missing !== null && inLane(seat, lane));
}

/** What somebody sent that is in the file, at this instant. */
export function sending(
  stretches: readonly Stretch[],
  personId: string,
  what: "camera" | "mic" | "screen",
  at: number,
): boolean {
  return stretches.some(
    (each) => each.what === what && each.person_id === personId && each.start <= at && at < each.end,
  );
}
