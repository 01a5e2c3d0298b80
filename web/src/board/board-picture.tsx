/** A board as a picture, painted without Excalidraw. */
import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/t";
import type { Scene } from "../session/boards";
import { paint, visible } from "./paint";
import "./board-picture.css";

interface BoardPictureProps {
  /** null: not there yet; the picture is empty. */
  readonly scene: Scene | null;
  /** What it shows; absent: whatever is around it says so. */
  readonly label?: string;
  /** The board that it follows: a student's id, or `TABLE`; absent: it stays as it is. */
  readonly board?: string;
  /** To be looked at alone, in place of one among many. */
  readonly large?: boolean;
}

const WIDTH = 320;
const HEIGHT = 200;
const LARGER = 4;
/** A board with a single stroke on it is not shown larger than this; a small picture has its own limit. */
const LARGEST_SCALE = 3;

export function BoardPicture({ scene, label, board, large = false }: BoardPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [undrawn, setUndrawn] = useState(0);
  useEffect(() => {
    if (canvas.current === null || scene === null) return;
    setUndrawn(paint(canvas.current, scene, large ? LARGEST_SCALE : undefined));
  }, [scene, large]);
  return (
    <canvas
      ref={canvas}
      className="board-thumbnail"
      width={WIDTH * (large ? LARGER : 1)}
      height={HEIGHT * (large ? LARGER : 1)}
      data-board={board}
      title={undrawn === 0 ? undefined : t("board.undrawn")}
      data-undrawn={undrawn}
      data-count={scene === null ? 0 : visible(scene).length}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
