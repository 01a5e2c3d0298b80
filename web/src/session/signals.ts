// Signals that end when one of several does. `AbortSignal.any` came with Chrome 116 and Safari 17.4; the oldest browsers
// that are served (docs/operations.md) are older.

/** Aborts as soon as one of `signals` does. Each listener goes with the first end. */
export function anyOf(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) all.abort(signal.reason);
    else signal.addEventListener("abort", () => all.abort(signal.reason), { once: true, signal: all.signal });
  }
  return all.signal;
}
