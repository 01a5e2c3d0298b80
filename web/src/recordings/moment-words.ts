/** What happened, in words. Pure. */
import { type TextKey, t } from "../i18n/t";
import type { SessionEvent } from "../wire/session";
import type { Moment, Seat } from "./api";

const PLAIN: Partial<Record<SessionEvent["type"], TextKey>> = {
  SessionStarted: "replay.started",
  SessionPaused: "replay.paused",
  SessionResumed: "replay.resumed",
  SessionEnded: "replay.ended",
};
const NAMED: Partial<Record<SessionEvent["type"], TextKey>> = {
  PersonJoined: "replay.joined",
  PersonDropped: "replay.dropped",
  PersonReturned: "replay.returned",
  PersonLeft: "replay.left",
  HelpPostponed: "replay.help_later",
};

/** A name to be read; a tutor who handed the session over may have none. */
export function nameOf(people: readonly Seat[], personId: string | null): string {
  return people.find((seat) => seat.user_id === personId)?.name || t("replay.tutor");
}

function ofAll(event: SessionEvent): string | null {
  switch (event.type) {
    case "AddressAllChanged":
      return t(event.kind === "off" ? "replay.all_off" : "replay.all_on");
    case "ScreenAudienceChanged":
      return t(event.to_all ? "replay.screen_all" : "replay.screen_taught");
    case "OpenTableChanged":
      return t(event.open_table ? "replay.table_on" : "replay.table_off");
    case "TutorChanged":
      return t("replay.tutor_changed", { name: event.name });
    case "AnnouncementMade":
      return t("replay.announced", { text: event.text });
    default: {
      const key = PLAIN[event.type];
      return key === undefined ? null : t(key);
    }
  }
}

export function momentWords({ event, person_id }: Moment, people: readonly Seat[]): string {
  const name = nameOf(people, person_id);
  switch (event.type) {
    case "LaneModeChanged":
      return t(event.mode === "TEACH" ? "replay.teach" : "replay.observe", { name });
    case "ExerciseAssigned":
      return t("replay.assigned", { name, title: event.title });
    case "AnswerGiven":
      return t(event.correct === false ? "replay.answered_wrong" : "replay.answered", { name, value: event.value });
    case "HintGiven":
      return t("replay.hint", { name, text: event.text });
    case "HelpAsked":
      return t(event.text === "" ? "replay.help" : "replay.help_text", { name, text: event.text });
    case "HelpClosed":
      return t(`replay.help_${event.outcome}`, { name });
    case "MessageSent":
      return t("replay.message", { name: nameOf(people, event.from_id), text: event.text });
    default: {
      const key = NAMED[event.type];
      return key === undefined ? (ofAll(event) ?? event.type) : t(key, { name });
    }
  }
}
