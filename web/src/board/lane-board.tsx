/** A board to draw on. Excalidraw is loaded when the first one is opened, not before. */
import { Component, lazy, type ReactNode, Suspense } from "react";
import { t } from "../i18n/t";
import type { BoardState, Boards } from "../session/boards";
import { Icon } from "../ui/icons";
import { BoardTools, type TutorTools } from "./board-tools";
import { useBoard, useBoardState } from "./use-board";
import "./asset-path";
import "./lane-board.css";

const Sheet = lazy(() => import("./sheet"));

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
  const loading = <p className="board-loading soft">{t("board.loading")}</p>;
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
            {t("board.close")}
          </button>
        )}
      </header>
      <Fallback key={state?.generation} text={t("board.failed")} tools={tools ?? null}>
        <Suspense fallback={loading}>
          {board === null || !state?.ready ? (
            loading
          ) : (
            <Sheet boards={boards} board={board} title={title} readOnly={readOnly || full} tools={tools ?? null} />
          )}
        </Suspense>
      </Fallback>
    </section>
  );
}

/** Why what was drawn is not there; null: it is. */
function words(state: BoardState | null, clears: boolean): string | null {
  if (state?.refusal === "board_full") return t(clears ? "board.full_clear" : "board.full");
  return state?.refusal === "invalid" ? t("board.not_taken") : null;
}

interface FallbackProps {
  readonly text: string;
  readonly tools: TutorTools | null;
  readonly children: ReactNode;
}

/** What is shown where the board could not be loaded or drawn; the rest of the page goes on, and it can be cleared. */
class Fallback extends Component<FallbackProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { text, tools, children } = this.props;
    if (!this.state.failed) return children;
    return (
      <>
        {tools !== null && <BoardTools tools={tools} onSave={null} />}
        <p className="board-loading">{text}</p>
      </>
    );
  }
}
