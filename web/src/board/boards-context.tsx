/** The boards of the session, for whatever shows one. */
import { createContext, type ReactNode, useEffect, useState } from "react";
import type { Boards } from "../session/boards";
import { tryNow } from "../ui/load-module";
import { PartFailed } from "../ui/part-boundary";

/** null until they are loaded, and outside of a session. */
export const BoardsContext = createContext<Boards | null>(null);

/** `open`: the room's `openBoards`. While what boards need stays away, words and another try stand before what is drawn. */
export function BoardsProvider({
  open,
  children,
}: {
  readonly open: (onTrouble: () => void) => Promise<Boards>;
  readonly children: ReactNode;
}) {
  const [boards, setBoards] = useState<Boards | null>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    let here = true;
    void open(() => here && setTrouble(true)).then((opened) => here && setBoards(opened));
    return () => {
      here = false;
    };
  }, [open]);
  return (
    <BoardsContext.Provider value={boards}>
      {trouble && boards === null && <PartFailed loaded={false} onAgain={tryNow} />}
      {children}
    </BoardsContext.Provider>
  );
}
