/** The boards of the session, for whatever shows one; null outside of a session. */
import { createContext } from "react";
import type { Boards } from "../session/boards";

export const BoardsContext = createContext<Boards | null>(null);
