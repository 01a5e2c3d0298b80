/** Since when each lane stands still or was not attended, kept up with every view; and the present, in steps. */
import { useEffect, useRef, useState } from "react";
import { NO_NOTES, type Notes, note } from "../session/attention";
import type { Session } from "../wire/session";

/** Cues change by the clock too; nobody sees a difference of some seconds. */
const STEP_MS = 5000;

export function useAttention(view: Session, clock: () => number): { readonly notes: Notes; readonly now: number } {
  const [now, setNow] = useState(clock);
  const notes = useRef<Notes>(NO_NOTES);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), STEP_MS);
    return () => clearInterval(timer);
  }, [clock]);
  notes.current = note(notes.current, view, clock()); // The same object as long as nothing changed.
  return { notes: notes.current, now: Math.max(now, clock()) };
}
