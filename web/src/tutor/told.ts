/** What the tutor is told in passing. Pure. */
import { dateAndTime, type TextKey, t } from "../i18n/t";
import { laneOf } from "../session/select";
import type { RoomState } from "../session/store";
import type { SessionEvent } from "../wire/session";

function keyOf(event: SessionEvent): readonly [TextKey, string] | null {
  switch (event.type) {
    case "PersonJoined":
      return ["told.joined", event.person_id];
    case "PersonLeft":
      return ["told.left", event.person_id];
    case "PersonDropped":
      return ["told.lost", event.person_id];
    case "HelpClosed":
      return event.outcome === "withdrawn" ? ["told.withdrawn", event.student_id] : null;
    default:
      return null;
  }
}

/** The words for the newest event, or null. */
export function told(state: RoomState): string | null {
  const { last } = state;
  if (last === null) return null;
  if (last.type === "ObserverAdmitted") return t("told.observer", { name: last.name });
  if (last.type === "TutorChanged") return t("told.tutor_changed", { name: last.name });
  if (last.type === "SessionRescheduled") {
    return t("told.moved", { title: last.title, time: dateAndTime(last.scheduled_start) });
  }
  if (last.type === "MessageSent" && last.from_id === last.student_id) {
    return t("told.message", { name: laneOf(state, last.student_id)?.person.name ?? "", text: last.text });
  }
  const [key, studentId] = keyOf(last) ?? [];
  const student = studentId === undefined ? undefined : laneOf(state, studentId)?.person;
  return key === undefined || student === undefined ? null : t(key, { name: student.name });
}
