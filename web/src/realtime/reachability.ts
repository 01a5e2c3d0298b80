// Finds out within a quarter of a second that the server can be reached again: one patient HTTP request at a time, which fails at once
// while the server is down, and knocks (`knock.ts`), which are answered at once when a silent network carries again.
import { anyOf } from "../session/signals";
import { knock } from "./knock";

const PATH = "/api/health";
/** What a proxy answers for a server that is not there. */
const ABSENT = new Set([502, 504]);
const EVERY_MS = 250;
const EVERY_LATER_MS = 1500;
const LATER_AFTER_MS = 60_000;
/** A knock that was lost on the way is not waited for; name, TCP and TLS at 300 ms round trip take less. */
const KNOCK_LIMIT_MS = 1250;
/** A request that was sent this long before a knock and is still out when that is answered hangs: the knock's answer is news. */
const HANGS_MS = 50;
/** A line that comes up at once makes no noise. */
const FIRST_MS = 150;

/** Resolves with the milliseconds that the first answer took; null once `signal` is aborted. A "poke" asks at once. */
export function reachable(signal: AbortSignal, poke: EventTarget): Promise<number | null> {
  const over = new AbortController();
  const end = anyOf([signal, over.signal]);
  return new Promise<number | null>((resolve) => {
    if (signal.aborted) return resolve(null);
    const search = new Search(end, resolve);
    end.addEventListener("abort", () => resolve(null), { once: true });
    poke.addEventListener("poke", () => search.knock(), { signal: end });
    search.start();
  }).finally(() => over.abort());
}

class Search {
  readonly #end: AbortSignal;
  readonly #found: (milliseconds: number) => void;
  readonly #began = Date.now();
  #askedAt = Number.POSITIVE_INFINITY;

  constructor(end: AbortSignal, found: (milliseconds: number) => void) {
    this.#end = end;
    this.#found = found;
  }

  start(): void {
    this.#after(FIRST_MS, () => void this.#ask());
    this.#later(() => this.#knockAgain());
  }

  knock(): void {
    const knockedAt = Date.now();
    void knock(anyOf([this.#end, AbortSignal.timeout(KNOCK_LIMIT_MS)])).then((answered) => {
      if (answered && this.#askedAt + HANGS_MS < knockedAt) this.#found(Date.now() - knockedAt);
    });
  }

  #knockAgain(): void {
    if (this.#end.aborted) return;
    this.knock();
    this.#later(() => this.#knockAgain());
  }

  async #ask(): Promise<void> {
    if (this.#end.aborted) return;
    this.#askedAt = Date.now();
    try {
      const { status } = await fetch(PATH, { cache: "no-store", credentials: "omit", signal: this.#end });
      if (!ABSENT.has(status)) return this.#found(Date.now() - this.#askedAt);
    } catch {
      // refused, or the search is over
    }
    this.#askedAt = Number.POSITIVE_INFINITY;
    this.#later(() => void this.#ask());
  }

  #later(act: () => void): void {
    const every = Date.now() - this.#began > LATER_AFTER_MS ? EVERY_LATER_MS : EVERY_MS;
    this.#after(every * (0.8 + 0.4 * Math.random()), act);
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(act, milliseconds);
    this.#end.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }
}
