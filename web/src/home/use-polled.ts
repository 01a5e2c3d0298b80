/** A value that is fetched now, again from time to time while the page is looked at, and when asked. */
import { useCallback, useEffect, useState } from "react";

/**
 * `fetched` must be the same function as long as it fetches the same. Failures go to `onFailed`; the old value stays.
 * `initial`: what the page was served with; null if it was served with nothing.
 */
export function usePolled<T>(
  fetched: () => Promise<T>,
  everyMs: number,
  onFailed: (reason: Error) => void,
  initial: T | null = null,
): readonly [T | null, () => void] {
  const [value, setValue] = useState<T | null>(initial);
  const again = useCallback(() => void fetched().then(setValue, onFailed), [fetched, onFailed]);
  useEffect(() => {
    again();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [again, everyMs]);
  return [value, again];
}
