/** Listens whether two of the students sit in one room, as long as two microphones are on; draws only when that changes. */
import { useEffect, useState } from "react";
import { BIN_MS, decibels, type Ears, hearRoom, NO_EARS, type Pair } from "../media/same-sound";

const NOBODY: readonly Pair[] = [];
const LOOKS = 2;

/** `people`: whose microphones are on; `levelOf`: loudness of one of them now, 0 to 1. */
export function useSameSound(people: readonly string[], levelOf: (userId: string) => number): readonly Pair[] {
  const [pairs, setPairs] = useState(NOBODY);
  const ids = people.join(" ");
  useEffect(() => {
    const listened = ids === "" ? [] : ids.split(" ");
    if (listened.length < 2) return setPairs(NOBODY);
    let ears: Ears = NO_EARS;
    let looks: Record<string, number>[] = [];
    const timer = setInterval(() => {
      looks.push(Object.fromEntries(listened.map((id) => [id, decibels(levelOf(id))])));
      if (looks.length < LOOKS) return;
      const mean = (id: string) => looks.reduce((sum, look) => sum + (look[id] ?? 0), 0) / looks.length;
      ears = hearRoom(ears, Object.fromEntries(listened.map((id) => [id, mean(id)])));
      looks = [];
      setPairs(ears.pairs);
    }, BIN_MS / LOOKS);
    return () => clearInterval(timer);
  }, [ids, levelOf]);
  return pairs;
}
