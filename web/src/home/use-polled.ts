/** A value that is fetched now, again from time to time while the page is looked at, and when asked. */
import { useCallback, useEffect, useState } from "react";

/** `fetched` must be the same function as long as it fetches the same. Failures go to `onFailed`; the old value stays. */
export function usePolled<T>(
  fetched: () => Promise<T>,
  everyMs: number,
  onFailed: (reason: Error) => void,
): readonly [T | null, () => void] {
  const [value, setValue] = useState<T | null>(null);
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
