/** The boards of the session, for whatever shows one. */
import { createContext, type ReactNode, useEffect, useState } from "react";
import type { Boards } from "../session/boards";

/** null until they are loaded, and outside of a session. */
export const BoardsContext = createContext<Boards | null>(null);

const RETRY_MS = 3000;

/** `open`: the room's `openBoards`. */
export function BoardsProvider({
  open,
  children,
}: {
  readonly open: () => Promise<Boards>;
  readonly children: ReactNode;
}) {
  const [boards, setBoards] = useState<Boards | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      open().then(setBoards, () => {
        timer = setTimeout(load, RETRY_MS);
      });
    };
    load();
    return () => clearTimeout(timer);
  }, [open]);
  return <BoardsContext.Provider value={boards}>{children}</BoardsContext.Provider>;
}
