/** A board to draw on. Excalidraw is loaded when the first one is opened, not before. */
import { t } from "../i18n/t";
import type { BoardState, Boards } from "../session/boards";
import { Icon } from "../ui/icons";
import { lazyPart } from "../ui/lazy-part";
import { BoardTools, type TutorTools } from "./board-tools";
import { useBoard, useBoardState } from "./use-board";
import "./asset-path";
import "./lane-board.css";

const loading = () => <p className="board-loading soft">{t("board.loading")}</p>;
const Sheet = lazyPart(
  () => import("./sheet"),
  ({ default: Drawn }) => Drawn,
  loading,
  ({ tools }) => tools !== null && <BoardTools tools={tools} onSave={null} />, // it can be cleared
);

interface LaneBoardProps {
  readonly boards: Boards;
  /** A student's id, or `TABLE`. */
  readonly id: string;
  /** The heading: whose board it is. */
  readonly title: string;
  /** An observer's, or locked for this person, or a session that is over. */
  readonly readOnly: boolean;
  /** Why it is read-only, in words; absent: nobody has to be told. */
  readonly note?: string;
  /** What the tutor may do with it; absent on a student's page. */
  readonly tools?: TutorTools;
  /** Absent: it cannot be closed. */
  readonly onClose?: () => void;
}

export function LaneBoard({ boards, id, title, readOnly, note, tools, onClose }: LaneBoardProps) {
  const board = useBoard(boards, id, "live");
  const state = useBoardState(board);
  const full = state?.refusal === "board_full";
  const said = words(state, tools !== undefined) ?? note ?? (state?.unsent ? t("board.saving") : "");
  return (
    <section className="board" aria-label={title}>
      <header className="board-head">
        <h2 className="clip">{title}</h2>
        <p className="board-state small soft" role="status">
          {said}
        </p>
        {onClose !== undefined && (
          <button type="button" className="button small" onClick={onClose}>
            <Icon name="close" />
            <span>{t("board.close")}</span>
          </button>
        )}
      </header>
      {board === null || !state?.ready ? (
        loading()
      ) : (
        <Sheet boards={boards} board={board} title={title} readOnly={readOnly || full} tools={tools ?? null} />
      )}
    </section>
  );
}

/** Why what was drawn is not there; null: it is. */
function words(state: BoardState | null, clears: boolean): string | null {
  if (state?.refusal === "board_full") return t(clears ? "board.full_clear" : "board.full");
  return state?.refusal === "invalid" ? t("board.not_taken") : null;
}
