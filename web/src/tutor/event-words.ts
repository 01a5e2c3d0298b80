/** What happened in a lane, in words. Pure. */
import { type TextKey, t } from "../i18n/t";
import type { Lane, SessionEvent } from "../wire/session";

const PLAIN: Partial<Record<SessionEvent["type"], TextKey>> = {
  StudentEnrolled: "event.enrolled",
  PersonJoined: "event.joined",
  PersonDropped: "event.dropped",
  PersonReturned: "event.returned",
  PersonLeft: "event.left",
  HelpPostponed: "event.help_later",
};

/** The place of an item among those of the lane's present exercise, from 1; 0: it is of another one. */
function place(lane: Lane, itemId: string): number {
  return (lane.exercise?.items.indexOf(itemId) ?? -1) + 1;
}

function onItem(lane: Lane, itemId: string, known: TextKey, unknown: TextKey, values = {}): string {
  const n = place(lane, itemId);
  return n === 0 ? t(unknown, values) : t(known, { n, ...values });
}

export function eventWords(event: SessionEvent, lane: Lane): string {
  switch (event.type) {
    case "LaneModeChanged":
      return t(event.mode === "TEACH" ? "event.teach" : "event.observe");
    case "ExerciseAssigned":
      return t("event.assigned", { title: event.title });
    case "ProgressChanged":
      return t("event.progress", { percent: event.percent });
    case "AnswerGiven": {
      const values = { value: event.value, percent: event.percent };
      return onItem(lane, event.item_id, "event.answered_n", "event.answered", values);
    }
    case "HintGiven":
      return onItem(lane, event.item_id, "event.hint_n", "event.hint", { text: event.text });
    case "HelpAsked":
      return t("event.help", { text: event.text });
    case "HelpClosed":
      return t(`event.help_${event.outcome}`);
    default: {
      const key = PLAIN[event.type];
      return key === undefined ? event.type : t(key);
    }
  }
}
