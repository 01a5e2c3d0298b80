/** A board to draw on. Excalidraw is loaded when the first one is opened, not before. */
import { Component, lazy, type ReactNode, Suspense } from "react";
import { t } from "../i18n/t";
import type { Boards } from "../session/boards";
import { Icon } from "../ui/icons";
import type { TutorTools } from "./board-tools";
import { useBoard, useBoardState } from "./use-board";
import "./board.css";
import "./asset-path";

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
  const loading = <p className="board-loading soft">{t("board.loading")}</p>;
  return (
    <section className="board" aria-label={title}>
      <header className="board-head">
        <h2 className="clip">{title}</h2>
        <p className="board-state small soft" role="status">
          {full
            ? t(tools === undefined ? "board.full" : "board.full_clear")
            : (note ?? (state?.unsent ? t("board.saving") : ""))}
        </p>
        {onClose !== undefined && (
          <button type="button" className="button small" onClick={onClose}>
            <Icon name="close" />
            {t("board.close")}
          </button>
        )}
      </header>
      <Fallback text={t("board.failed")}>
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

/** What is shown where the board could not be loaded; the rest of the page goes on. */
class Fallback extends Component<{ readonly text: string; readonly children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <p className="board-loading">{this.props.text}</p> : this.props.children;
  }
}
