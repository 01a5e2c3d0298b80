/** A sound for each new call for help, if the tutor wants one; remembered in this browser. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Call } from "../session/select";
import { ring } from "../ui/ring";

const KEY = "deskside.help-sound";

/** Storage may be forbidden; then the choice lasts as long as the page. */
function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function remember(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // As said above.
  }
}

export function useHelpSound(queue: readonly Call[]): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(remembered);
  const heard = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const ids = new Set(queue.map((call) => call.help.help_id));
    const fresh = heard.current !== null && [...ids].some((id) => !heard.current?.has(id));
    heard.current = ids;
    if (on && fresh) ring();
  }, [queue, on]);
  const choose = useCallback((wanted: boolean) => {
    setOn(wanted);
    remember(wanted);
    if (wanted) ring(); // So that the tutor knows it, and the browser lets the next one sound.
  }, []);
  return [on, choose];
}
