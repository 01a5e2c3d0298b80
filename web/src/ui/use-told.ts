/** Tells each new thing of a numbered state once, in order, also those that React never draws. */
import { useEffect } from "react";

interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** `told` gives the words for the state that was just reached, or null. Must be the same function between drawings. */
export function useTold<T extends { readonly seq: number | null }>(
  observable: Observable<T>,
  told: (state: T) => string | null,
  show: (text: string) => void,
): void {
  useEffect(() => {
    let { seq } = observable.get();
    return observable.subscribe(() => {
      const state = observable.get();
      if (state.seq === seq) return;
      seq = state.seq;
      const text = told(state);
      if (text !== null) show(text);
    });
  }, [observable, told, show]);
}
