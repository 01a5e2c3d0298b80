/** What the desk loads only once the first student's picture stands there: until then line and processor are the picture's. */
import type { Boards } from "../session/boards";
import type { Room } from "../session/room";
import { flowing, lanes } from "../session/select";
import { attends } from "../session/signs";
import type { RoomState } from "../session/store";
import { later, pictureComes } from "../ui/later";

/** Whether a student's picture is what this page sees next. */
export function awaitsStudents(state: RoomState): boolean {
  if (state.view === null || !flowing(state.view)) return false;
  return lanes(state).some(({ person }) => attends(person) && person.camera && !person.camera_paused);
}

/** Before the room is entered. Nothing waits where no picture is to come, nor for long for one that does not. */
export function picturesFirst(room: Room): void {
  if (awaitsStudents(room.store.get())) pictureComes(room.media.pictured);
}

/** The room's `openBoards`, after the picture. What does not come is told from the moment on that it is asked for. */
export function boardsAfterwards(room: Room): (onTrouble: () => void) => Promise<Boards> {
  return (onTrouble) => later(() => room.openBoards(onTrouble))();
}
