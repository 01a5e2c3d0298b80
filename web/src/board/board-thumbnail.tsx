/** A board, small: told at most once a second, drawn without Excalidraw. */
import { useEffect, useRef } from "react";
import { t } from "../i18n/t";
import type { Boards } from "../session/boards";
import { paint, visible } from "./paint";
import { useBoard, useBoardState } from "./use-board";

const WIDTH = 320;
const HEIGHT = 200;

interface BoardThumbnailProps {
  readonly boards: Boards;
  /** A student's id, or `TABLE`. */
  readonly id: string;
  /** Whose it is. */
  readonly name: string;
  /** Absent: it is only looked at. */
  readonly onOpen?: () => void;
}

export function BoardThumbnail({ boards, id, name, onOpen }: BoardThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const board = useBoard(boards, id, "thumbnail");
  const scene = useBoardState(board)?.scene ?? null;
  useEffect(() => {
    if (canvas.current !== null && scene !== null) paint(canvas.current, scene);
  }, [scene]);
  const count = scene === null ? 0 : visible(scene).length;
  const label = t(count === 0 ? "board.thumbnail_empty" : "board.thumbnail", { name });
  const picture = (
    <canvas
      ref={canvas}
      className="board-thumbnail"
      width={WIDTH}
      height={HEIGHT}
      data-board={id}
      data-count={count}
      {...(onOpen === undefined ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    />
  );
  if (onOpen === undefined) return picture;
  return (
    <button
      type="button"
      className="board-open"
      title={t("board.open_of", { name })}
      aria-label={`${label} ${t("board.open_of", { name })}`}
      onClick={onOpen}
    >
      {picture}
    </button>
  );
}
