/** A board as React sees it, followed as long as it is on the page. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { BoardState, Boards, Pace, SharedBoard } from "../session/boards";

/** null until the page follows it. */
export function useBoard(boards: Boards, id: string, pace: Pace): SharedBoard | null {
  const [board, setBoard] = useState<SharedBoard | null>(null);
  useEffect(() => {
    const following = boards.follow(id, pace);
    setBoard(following.board);
    return () => {
      setBoard(null);
      following.stop();
    };
  }, [boards, id, pace]);
  return board;
}

const nothing = () => () => {};
const noState = () => null;

export function useBoardState(board: SharedBoard | null): BoardState | null {
  return useSyncExternalStore<BoardState | null>(board?.state.subscribe ?? nothing, board?.state.get ?? noState);
}
