/** A board, small: told at most once a second, drawn without Excalidraw. */
import { t } from "../i18n/t";
import { type Boards, TABLE } from "../session/boards";
import { BoardPicture } from "./board-picture";
import { visible } from "./paint";
import { useBoard, useBoardState } from "./use-board";
import "./board-thumbnail.css";

interface BoardThumbnailProps {
  readonly boards: Boards;
  /** A student's id, or `TABLE`. */
  readonly id: string;
  /** Whose it is; the table's is everybody's. */
  readonly name?: string;
  /** Absent: it is only looked at. */
  readonly onOpen?: () => void;
}

/** What it shows, and what a click on it does. */
function words(id: string, name: string, empty: boolean): { readonly label: string; readonly open: string } {
  if (id === TABLE) return { label: t(empty ? "table.thumbnail_empty" : "table.thumbnail"), open: t("table.open") };
  return {
    label: t(empty ? "board.thumbnail_empty" : "board.thumbnail", { name }),
    open: t("board.open_of", { name }),
  };
}

export function BoardThumbnail({ boards, id, name = "", onOpen }: BoardThumbnailProps) {
  const board = useBoard(boards, id, "thumbnail");
  const scene = useBoardState(board)?.scene ?? null;
  const { label, open } = words(id, name, scene === null || visible(scene).length === 0);
  if (onOpen === undefined) return <BoardPicture scene={scene} board={id} label={label} />;
  return (
    <button type="button" className="board-open" title={open} aria-label={`${label} ${open}`} onClick={onOpen}>
      <BoardPicture scene={scene} board={id} />
    </button>
  );
}
