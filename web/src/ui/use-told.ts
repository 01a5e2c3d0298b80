/** Tells each new thing of a numbered state once, in order, also those that React never draws. */
import { useEffect } from "react";

interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** Words that are told at once, or in a moment if they are `still` true by then; null: none. */
export type Told<T> = string | { readonly text: string; still(state: T): boolean } | null;

/** A page that loses its line for less than this is back before anybody has noticed. */
const MOMENT_MS = 2500;

/** `told` gives the words for the state that was just reached. Must be the same function between drawings. */
export function useTold<T extends { readonly seq: number | null }>(
  observable: Observable<T>,
  told: (state: T) => Told<T>,
  show: (text: string) => void,
): void {
  useEffect(() => follow(observable, told, show), [observable, told, show]);
}

/** The same without React; returns what ends it. */
export function follow<T extends { readonly seq: number | null }>(
  observable: Observable<T>,
  told: (state: T) => Told<T>,
  show: (text: string) => void,
): () => void {
  let { seq } = observable.get();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const end = observable.subscribe(() => {
    const state = observable.get();
    if (state.seq === seq) return;
    seq = state.seq;
    const words = told(state);
    if (words === null) return;
    if (typeof words === "string") return show(words);
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (words.still(observable.get())) show(words.text);
    }, MOMENT_MS);
    timers.add(timer);
  });
  return () => {
    end();
    for (const timer of timers) clearTimeout(timer);
  };
}
