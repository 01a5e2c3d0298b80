/** What the exercise says, with its items to answer. Loaded lazily; answers are kept until the server has them. */
import { useEffect, useMemo } from "react";
import { t } from "../i18n/t";
import { fetchSheet } from "../realtime/exercises";
import { createDrafts, type Shelf } from "../session/drafts";
import type { Sheet } from "../session/exercise";
import type { Room } from "../session/room";
import { useFetched } from "../ui/use-fetched";
import type { Assignment } from "../wire/session";
import { AnswerSheet } from "./answer-sheet";
import "./work-sheet.css";

interface WorkSheetProps {
  readonly room: Room;
  readonly sessionId: string;
  readonly studentId: string;
  readonly exercise: Assignment;
}

/** Drafts outlive a reload in this tab; other people at this machine do not find them. */
function shelf(name: string): Shelf {
  const key = `deskside:answers:${name}`;
  return {
    load() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? "{}");
      } catch {
        return {}; // storage is switched off
      }
    },
    save(values) {
      try {
        if (Object.keys(values).length > 0) sessionStorage.setItem(key, JSON.stringify(values));
        else sessionStorage.removeItem(key);
      } catch {
        // storage is switched off or full: the page itself still has them
      }
    },
  };
}

export function WorkSheet({ room, sessionId, studentId, exercise }: WorkSheetProps) {
  const { exercise_id } = exercise;
  const sheet = useFetched(exercise_id, () => fetchSheet(sessionId, studentId));
  return sheet === null ? (
    <p className="soft small">{t("common.loading")}</p>
  ) : (
    <Parts room={room} name={`${sessionId}:${studentId}:${exercise_id}`} sheet={sheet} exercise={exercise} />
  );
}

interface PartsProps {
  readonly room: Room;
  readonly name: string;
  readonly sheet: Sheet;
  readonly exercise: Assignment;
}

function Parts({ room, name, sheet, exercise }: PartsProps) {
  const drafts = useMemo(
    () => createDrafts((itemId, value) => room.commands.answer(sheet.exercise_id, itemId, value), shelf(name)),
    [room, sheet.exercise_id, name],
  );
  useEffect(() => () => drafts.stop(), [drafts]);
  return <AnswerSheet sheet={sheet} drafts={drafts} answers={exercise.answers} hints={exercise.hints} />;
}
