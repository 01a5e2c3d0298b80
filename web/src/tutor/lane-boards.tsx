/** The board of a lane, small in its column and large where the lane is enlarged. */
import { useContext } from "react";
import { BoardThumbnail } from "../board/board-thumbnail";
import { BoardsContext } from "../board/boards-context";
import { LaneBoard } from "../board/lane-board";
import { t } from "../i18n/t";
import type { Lane, Session } from "../wire/session";

interface ThumbnailProps {
  readonly lane: Lane;
  readonly onOpen: () => void;
}

export function LaneThumbnail({ lane, onOpen }: ThumbnailProps) {
  const boards = useContext(BoardsContext);
  if (boards === null) return null;
  return <BoardThumbnail boards={boards} id={lane.person.user_id} name={lane.person.name} onOpen={onOpen} />;
}

interface LargeBoardProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly readOnly: boolean;
}

export function LargeBoard({ view, lane, readOnly }: LargeBoardProps) {
  const boards = useContext(BoardsContext);
  if (boards === null) return null;
  const { user_id, name } = lane.person;
  const others = view.lanes.map((each) => each.person).filter((person) => person.user_id !== user_id);
  const tools = {
    locked: lane.board.locked,
    onLock: (locked: boolean) => void boards.lock(user_id, locked),
    onClear: () => void boards.clear(user_id),
    others: others.map((person) => ({ id: person.user_id, name: person.name })),
    onPush: (to: readonly string[]) => boards.push(user_id, to),
  };
  return (
    <LaneBoard
      boards={boards}
      id={user_id}
      title={t("lane.board_of", { name })}
      readOnly={readOnly}
      {...(readOnly ? {} : { tools })}
    />
  );
}
