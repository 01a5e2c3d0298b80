/** Ties media to a screen: they last as long as it is mounted, and it proves again and again that it is drawn. */
import { useEffect, useRef } from "react";

/** `governedBy` is always the same function; `prove` looks at the page whenever it is asked. */
export function useGoverned<P>(governedBy: (prove: () => P | null) => () => void, prove: () => P | null): void {
  const newest = useRef(prove);
  newest.current = prove;
  useEffect(() => governedBy(() => newest.current()), [governedBy]);
}
