/** What of an instant a component shows: drawn again only when that is something else. */
import { useCallback, useSyncExternalStore } from "react";
import type { Player } from "./player";

/** `of`: a word or a number, so that two of them can be compared. */
export function useInstant<T extends string | number | boolean>(player: Player, of: (at: number) => T): T {
  const read = useCallback(() => of(player.time.get().at), [player, of]);
  return useSyncExternalStore(player.time.subscribe, read);
}
