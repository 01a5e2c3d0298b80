/** A value that changes, as React sees it. */
import { useSyncExternalStore } from "react";

interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
