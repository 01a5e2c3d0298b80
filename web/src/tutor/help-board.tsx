/** The board that went along with a call for help: small in the call, large with one click. Loaded with the first one. */
import { useMemo, useState } from "react";
import { BoardPicture } from "../board/board-picture";
import { t, timeOfDay } from "../i18n/t";
import type { BoardElement } from "../session/boards";
import type { Call } from "../session/select";
import { Dialog } from "../ui/dialog";
import { useFetched } from "../ui/use-fetched";
import type { DeskApi } from "./desk-api";
import "./help-board.css";

interface HelpBoardProps {
  readonly call: Call;
  readonly revision: number;
  readonly fetchRevision: DeskApi["revision"];
}

export default function HelpBoard({ call, revision, fetchRevision }: HelpBoardProps) {
  const { user_id, name } = call.lane.person;
  const [large, setLarge] = useState(false);
  const stored = useFetched(`${user_id}/${revision}`, () =>
    fetchRevision(user_id, revision).catch(() => ({ ok: false }) as const),
  );
  const scene = useMemo(() => {
    const elements = (stored?.elements ?? []) as unknown as readonly BoardElement[];
    return stored === null ? null : new Map(elements.map((element) => [element.id, element]));
  }, [stored]);
  if (stored === null) return null;
  const open = t("help.board_open", { name });
  return (
    <>
      <button
        type="button"
        className="board-open help-board"
        title={open}
        aria-label={open}
        onClick={() => setLarge(true)}
      >
        <BoardPicture scene={scene} />
      </button>
      {large && (
        <Dialog title={t("lane.board_of", { name })} onClose={() => setLarge(false)}>
          <p className="soft">{t("help.board_at", { time: timeOfDay(call.help.asked_at) })}</p>
          <BoardPicture scene={scene} label={t("help.board", { name })} large />
        </Dialog>
      )}
    </>
  );
}
