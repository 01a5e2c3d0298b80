/** A student's way to their board, and to the table's. */
import { t } from "../i18n/t";
import { TABLE } from "../session/boards";
import { Icon } from "../ui/icons";
import type { Lane, Session } from "../wire/session";

/** Which board is open: the own one's id is the student's. */
export type OpenBoard = string | null;

export interface BoardButtonsProps {
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
        <span>{t("board.mine")}</span>
      </button>
      {view.open_table && (
        <button type="button" className="button" aria-pressed={open === TABLE} onClick={toggle(TABLE)}>
          <Icon name="people" />
          <span>{t("board.table")}</span>
        </button>
      )}
    </div>
  );
}
