/** A student's way to their board, and to the table's: what is open is shown beside the tutor's picture. */
import { lazy, Suspense } from "react";
import { BoardsContext, BoardsProvider } from "../board/boards-context";
import { t } from "../i18n/t";
import { TABLE } from "../session/boards";
import type { Room } from "../session/room";
import { Icon } from "../ui/icons";
import type { Lane, Session } from "../wire/session";

const LaneBoard = lazy(async () => ({ default: (await import("../board/lane-board")).LaneBoard }));

/** Which board is open: the own one's id is the student's. */
export type OpenBoard = string | null;

interface BoardButtonsProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly open: OpenBoard;
  readonly onOpen: (board: OpenBoard) => void;
}

export function BoardButtons({ view, lane, open, onOpen }: BoardButtonsProps) {
  const own = lane.person.user_id;
  const toggle = (board: string) => () => onOpen(open === board ? null : board);
  return (
    <div className="stack">
      <button type="button" className="button" aria-pressed={open === own} onClick={toggle(own)}>
        <Icon name="pen" />
        {t("board.mine")}
      </button>
      {view.open_table && (
        <button type="button" className="button" aria-pressed={open === TABLE} onClick={toggle(TABLE)}>
          <Icon name="people" />
          {t("board.table")}
        </button>
      )}
    </div>
  );
}

interface StudentBoardProps extends BoardButtonsProps {
  readonly room: Room;
}

export function StudentBoard({ room, view, lane, open, onOpen }: StudentBoardProps) {
  if (open === null || (open === TABLE && !view.open_table)) return null;
  const locked = open !== TABLE && lane.board.locked;
  return (
    <div className="room-board">
      <BoardsProvider open={room.openBoards}>
        <BoardsContext.Consumer>
          {(boards) =>
            boards !== null && (
              <Suspense>
                <LaneBoard
                  key={open}
                  boards={boards}
                  id={open}
                  title={t(open === TABLE ? "board.table" : "board.mine")}
                  readOnly={locked}
                  {...(locked ? { note: t("board.locked") } : {})}
                  onClose={() => onOpen(null)}
                />
              </Suspense>
            )
          }
        </BoardsContext.Consumer>
      </BoardsProvider>
    </div>
  );
}
