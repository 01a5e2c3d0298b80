/** Marks an element with the class `speaking` while somebody speaks, without drawing anything in React. */
import { type RefObject, useEffect } from "react";

const LOUD = 0.05;
/** The ring stays through the pauses between words. */
const HOLD_MS = 700;
const LOOK_EVERY_MS = 120;

export function useSpeaking(element: RefObject<HTMLElement | null>, level: () => number): void {
  useEffect(() => {
    let heardAt = Number.NEGATIVE_INFINITY;
    const timer = setInterval(() => {
      if (level() > LOUD) heardAt = performance.now();
      element.current?.classList.toggle("speaking", performance.now() - heardAt < HOLD_MS);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [element, level]);
}
