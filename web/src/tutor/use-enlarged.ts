/** Which lane is enlarged, and going from lane to lane by its number. */
import { useCallback, useState } from "react";
import type { Lane } from "../wire/session";

function focusLane(studentId: string): boolean {
  const lane = document.getElementById(`lane-${studentId}`);
  const there = lane?.contains(document.activeElement) === true;
  lane?.focus({ preventScroll: true });
  lane?.scrollIntoView({ block: "nearest" });
  return there;
}

export interface Enlarged {
  /** null: none, all are side by side. */
  readonly lane: Lane | null;
  readonly enlarge: (studentId: string) => void;
  readonly back: () => void;
  /** Go to the lane of this place, from 1; the one where one is already is enlarged. */
  readonly toSeat: (seat: number) => void;
}

export function useEnlarged(lanes: readonly Lane[]): Enlarged {
  const [studentId, setStudentId] = useState<string | null>(null);
  const enlarge = useCallback((id: string) => {
    setStudentId(id);
    focusLane(id);
  }, []);
  const back = useCallback(() => setStudentId(null), []);
  const toSeat = (seat: number) => {
    const id = lanes[seat - 1]?.person.user_id;
    if (id === undefined) return;
    const there = focusLane(id);
    if (there || studentId !== null) setStudentId(id);
  };
  return { lane: lanes.find((lane) => lane.person.user_id === studentId) ?? null, enlarge, back, toSeat };
}
