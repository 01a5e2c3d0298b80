/** What the tutor is told in passing. Pure. */
import { dateAndTime, type TextKey, t } from "../i18n/t";
import { laneOf } from "../session/select";
import type { RoomState } from "../session/store";
import type { Told } from "../ui/use-told";
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

/** What concerns the whole session. */
function ofSession(event: SessionEvent): string | null {
  switch (event.type) {
    case "ObserverAdmitted":
      return t("told.observer", { name: event.name });
    case "TutorChanged":
      return t("told.tutor_changed", { name: event.name });
    case "SessionRescheduled":
      return t("told.moved", { title: event.title, time: dateAndTime(event.scheduled_start) });
    case "RecordingStopped":
      if (event.reason === "full") return t("told.recording_full");
      return event.reason === "failed" ? t("told.recording_failed") : null;
    default:
      return null;
  }
}

function isAway(state: RoomState, studentId: string): boolean {
  const student = laneOf(state, studentId)?.person;
  return student?.presence === "joined" && !student.connected;
}

/** The words for the newest event. A lost line is told once it has lasted: most are back before anybody notices. */
export function told(state: RoomState): Told<RoomState> {
  const { last } = state;
  if (last === null) return null;
  const ofAll = ofSession(last);
  if (ofAll !== null) return ofAll;
  if (last.type === "MessageSent" && last.from_id === last.student_id) {
    return t("told.message", { name: laneOf(state, last.student_id)?.person.name ?? "", text: last.text });
  }
  const [key, studentId] = keyOf(last) ?? [];
  const student = studentId === undefined ? undefined : laneOf(state, studentId)?.person;
  if (key === undefined || student === undefined) return null;
  const text = t(key, { name: student.name });
  return key === "told.lost" ? { text, still: (now) => isAway(now, student.user_id) } : text;
}
