/** How much room there is for an element's content, as long as it is shown. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Room } from "./tile-layout";

/** As in the style: below this the page itself scrolls, and there is no end below. */
const SCROLLS = "(max-width: 900px)";

/** null: not known yet. What is hidden keeps the room that it had. */
export function useRoom<E extends HTMLElement>(): [RefObject<E>, Room | null] {
  const place = useRef<E>(null);
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth === 0) return;
      const height = matchMedia(SCROLLS).matches ? Number.POSITIVE_INFINITY : clientHeight;
      setRoom((former) =>
        former?.width === clientWidth && former.height === height ? former : { width: clientWidth, height },
      );
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  return [place, room];
}
