/** Something that is fetched for what is shown: again whenever the key changes, and by itself after a failure. */
import { useEffect, useState } from "react";

const AGAIN_MS = 3000;

interface Failure {
  readonly ok: false;
}

type Fetched<T> = Exclude<T, Failure>;

/** The value for this key; null: not there yet. `fetch` resolves to a refusal rather than to reject. `calmMs`: for a key
 * that is being typed: it has to stand for so long first. */
export function useFetched<T extends object>(key: string, fetch: () => Promise<T>, calmMs = 0): Fetched<T> | null {
  const [got, setGot] = useState<{ readonly key: string; readonly value: Fetched<T> } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is fetched depends on the key alone.
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      const answer = await fetch();
      if (!wanted) return;
      if ("ok" in answer) timer = setTimeout(ask, AGAIN_MS);
      else setGot({ key, value: answer as Fetched<T> });
    };
    let timer = setTimeout(ask, calmMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key]);
  return got?.key === key ? got.value : null;
}
