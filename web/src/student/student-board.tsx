/** The board that a student has open, in the place of the stage. Loaded when the first one is opened. */
import "../i18n/for-student-side";
import { useEffect } from "react";
import "../i18n/for-board";
import { BoardsContext, BoardsProvider } from "../board/boards-context";
import { LaneBoard } from "../board/lane-board";
import { t } from "../i18n/t";
import { TABLE } from "../session/boards";
import type { Room } from "../session/room";
import type { BoardButtonsProps } from "./board-buttons";
import "./student-board.css";

interface StudentBoardProps extends BoardButtonsProps {
  readonly room: Room;
}

export default function StudentBoard({ room, view, lane, open, onOpen }: StudentBoardProps) {
  const gone = open === TABLE && !view.open_table;
  useEffect(() => {
    if (gone) onOpen(null);
  }, [gone, onOpen]);
  if (open === null || gone) return null;
  const locked = open !== TABLE && lane.board.locked;
  return (
    <div className="room-board">
      <BoardsProvider open={room.openBoards}>
        <BoardsContext.Consumer>
          {(boards) =>
            boards !== null && (
              <LaneBoard
                key={open}
                boards={boards}
                id={open}
                title={t(open === TABLE ? "board.table" : "board.mine")}
                readOnly={locked}
                {...(locked ? { note: t("board.locked") } : {})}
                onClose={() => onOpen(null)}
              />
            )
          }
        </BoardsContext.Consumer>
      </BoardsProvider>
    </div>
  );
}
