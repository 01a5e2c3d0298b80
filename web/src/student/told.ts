/** What a student is told in passing. Pure. */
import { dateAndTime, t } from "../i18n/t";
import type { RoomState } from "../session/store";

/** The words for the newest event, or null. */
export function told({ last, view }: RoomState): string | null {
  if (last === null || view === null) return null;
  const tutor = view.tutor.name;
  if (last.type === "ObserverAdmitted") return t("told.observer", { name: last.name });
  if (last.type === "TutorChanged") return t("told.tutor_changed", { name: last.name });
  if (last.type === "SessionRescheduled") {
    return t("told.moved", { title: last.title, time: dateAndTime(last.scheduled_start) });
  }
  if (last.type === "HelpPostponed") return t("ask.postponed", { tutor });
  if (last.type !== "HelpClosed" || last.outcome === "withdrawn" || last.outcome === "session_over") return null;
  if (last.outcome === "responded") return t("ask.responded", { tutor });
  return last.word === "" ? t("ask.dismissed_silent", { tutor }) : t("ask.dismissed", { tutor, word: last.word });
}

/** What the tutor just wrote to this student, or to everyone; null: nothing. */
export function toldWords({ last, view, me }: RoomState): string | null {
  if (last === null || view === null) return null;
  const wrote = last.type === "AnnouncementMade" || (last.type === "MessageSent" && last.from_id !== me);
  return wrote ? t("chat.told", { tutor: view.tutor.name, text: last.text }) : null;
}
