/** Which lane is enlarged, or the table's board; and going from lane to lane by its number. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { TABLE } from "../session/boards";
import type { Lane, Session } from "../wire/session";

function focusLane(studentId: string): boolean {
  const lane = document.getElementById(`lane-${studentId}`);
  const there = lane?.contains(document.activeElement) === true;
  lane?.focus({ preventScroll: true });
  lane?.scrollIntoView({ block: "nearest" });
  return there;
}

/** For what is enlarged: on a phone that is elsewhere on the page. */
export function useInView(): RefObject<HTMLElement> {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "start" }); // Not returned: newer browsers answer a scroll with a promise.
  }, []);
  return place;
}

export interface Enlarged {
  /** Whether anything is enlarged; else all lanes are side by side. */
  readonly any: boolean;
  /** The lane that is; null: none. */
  readonly lane: Lane | null;
  /** Whether it is the table's board. */
  readonly table: boolean;
  /** A student's lane, or `TABLE`; what is enlarged already goes back. */
  readonly toggle: (id: string) => void;
  readonly enlarge: (id: string) => void;
  readonly back: () => void;
  /** Go to the lane of this place, from 1; the one where one is already is enlarged. */
  readonly toSeat: (seat: number) => void;
}

export function useEnlarged({ lanes, open_table }: Pick<Session, "lanes" | "open_table">): Enlarged {
  const [id, setId] = useState<string | null>(null);
  const lane = lanes.find(({ person }) => person.user_id === id) ?? null;
  const table = id === TABLE && open_table;
  const any = lane !== null || table;
  useEffect(() => {
    if (!any) setId(null); // a lane that comes again, or a table that is opened again, does not enlarge by itself
  }, [any]);
  const enlarge = useCallback((wanted: string) => {
    setId(wanted);
    focusLane(wanted);
  }, []);
  const back = useCallback(() => setId(null), []);
  const toggle = (wanted: string) => (id === wanted ? back() : enlarge(wanted));
  const toSeat = (seat: number) => {
    const wanted = lanes[seat - 1]?.person.user_id;
    if (wanted === undefined) return;
    const there = focusLane(wanted);
    if (there || any) setId(wanted);
  };
  return { any, lane, table, toggle, enlarge, back, toSeat };
}
