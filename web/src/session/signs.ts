// Whom a student's sign must show, and which adult watches over whom. Twin of `domain/signs.py`.
import type { Lane, Person, Session } from "../wire/session";

/** By the rules of the session, present or not, sorted. Nobody for somebody without a lane. */
export function audience(view: Session, studentId: string): readonly string[] {
  if (!view.lanes.some((lane) => lane.person.user_id === studentId)) return [];
  const ids = new Set([view.tutor.user_id, ...view.observers.map((observer) => observer.user_id)]);
  if (view.open_table) for (const lane of view.lanes) ids.add(lane.person.user_id);
  ids.delete(studentId);
  return [...ids].sort();
}

/** Nobody stands on a sign whom the rules do not allow. Part of every step of the fold. */
export function settleSigns(view: Session): Session {
  const lanes = view.lanes.map((lane) => settled(view, lane));
  return lanes.every((lane, n) => lane === view.lanes[n]) ? view : { ...view, lanes };
}

function settled(view: Session, lane: Lane): Lane {
  if (lane.sign.length === 0) return lane;
  const allowed = audience(view, lane.person.user_id);
  const sign = lane.sign.filter((id) => allowed.includes(id));
  return sign.length === lane.sign.length ? lane : { ...lane, sign };
}

/** In the room and reachable, with a page that is drawn. */
export function attends(person: Person): boolean {
  return person.presence === "joined" && person.connected && person.drawn;
}

/** Whether an adult is there: without one, students at an open table neither hear nor see each other. */
export function watchedOver(view: Session): boolean {
  return [view.tutor, ...view.observers].some(attends);
}
