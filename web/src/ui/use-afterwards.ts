/** False in the first drawing, true a moment later: what may stand there then does not hold up what must stand there now. */
import { useEffect, useState } from "react";

export function useAfterwards(): boolean {
  const [after, setAfter] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), 0); // a task of its own: what was begun meanwhile is sent before
    return () => clearTimeout(timer);
  }, []);
  return after;
}
