/** A lane's board and the table's: small in the list of lanes, and large where one of them is enlarged. */
import { useContext } from "react";
import { BoardThumbnail } from "../board/board-thumbnail";
import { BoardsContext } from "../board/boards-context";
import { LaneBoard } from "../board/lane-board";
import { t } from "../i18n/t";
import { TABLE } from "../session/boards";
import type { Lane, Session } from "../wire/session";
import "./lane-boards.css";

interface ThumbnailProps {
  readonly lane: Lane;
  readonly onOpen: () => void;
}

export function LaneThumbnail({ lane, onOpen }: ThumbnailProps) {
  const boards = useContext(BoardsContext);
  if (boards === null) return null;
  return <BoardThumbnail boards={boards} id={lane.person.user_id} name={lane.person.name} onOpen={onOpen} />;
}

export function TableThumbnail({ onOpen }: Pick<ThumbnailProps, "onOpen">) {
  const boards = useContext(BoardsContext);
  return boards === null ? null : <BoardThumbnail boards={boards} id={TABLE} onOpen={onOpen} />;
}

interface LargeBoardProps {
  readonly view: Session;
  /** null: the table's board. */
  readonly lane: Lane | null;
  readonly readOnly: boolean;
}

export function LargeBoard({ view, lane, readOnly }: LargeBoardProps) {
  const boards = useContext(BoardsContext);
  if (boards === null) return null;
  const id = lane?.person.user_id ?? TABLE;
  const others = view.lanes.map((each) => each.person).filter((person) => person.user_id !== id);
  const tools = {
    locked: lane?.board.locked ?? null,
    onLock: (locked: boolean) => void boards.lock(id, locked),
    onClear: () => void boards.clear(id),
    others: others.map((person) => ({ id: person.user_id, name: person.name })),
    onPush: (to: readonly string[]) => boards.push(id, to),
  };
  return (
    <LaneBoard
      boards={boards}
      id={id}
      title={lane === null ? t("table.title") : t("lane.board_of", { name: lane.person.name })}
      readOnly={readOnly}
      {...(readOnly ? {} : { tools })}
    />
  );
}
