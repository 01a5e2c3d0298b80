/** A student's way to their board, and to the table's: what is open is shown beside the tutor's picture. */
import { LaneBoard } from "../board/lane-board";
import { t } from "../i18n/t";
import { type Boards, TABLE } from "../session/boards";
import { Icon } from "../ui/icons";
import type { Lane, Session } from "../wire/session";

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
    <div className="board-buttons">
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
  readonly boards: Boards;
}

export function StudentBoard({ boards, view, lane, open, onOpen }: StudentBoardProps) {
  if (open === null || (open === TABLE && !view.open_table)) return null;
  const locked = open !== TABLE && lane.board.locked;
  return (
    <div className="room-board">
      <LaneBoard
        key={open}
        boards={boards}
        id={open}
        title={t(open === TABLE ? "board.table" : "board.mine")}
        readOnly={locked}
        {...(locked ? { note: t("board.locked") } : {})}
        onClose={() => onOpen(null)}
      />
    </div>
  );
}
