// Finds out that the server can be reached again: one patient HTTP request at a time, which fails at once while the server is down, and
// knocks (`knock.ts`), which are answered at once when a silent network carries again. Every quarter of a second at first; ever less often
// the longer a server is away: six hundred pages ask at once.
import { anyOf } from "../session/signals";
import { knock } from "./knock";

const PATH = "/api/health";
/** What a proxy answers for a server that is not there. */
const ABSENT = new Set([502, 504]);
const EVERY_MS = 250;
const MOST_MS = 30_000;
/** Of what is lost on its way nobody has a burden, so a silent network is tried as often for as long as this. */
const SILENT_MS = 25_000;
/** A knock that was lost on the way is not waited for; name, TCP and TLS at 300 ms round trip take less. */
const KNOCK_LIMIT_MS = 1250;
/** A request that was sent this long before a knock and is still out when that is answered hangs: the knock's answer is news. */
const HANGS_MS = 50;
/** A line that comes up at once makes no noise. */
const FIRST_MS = 150;

/** Until the next try, where the server has been away for so long: a sixteenth of that, and each page at another moment. */
export function patience(awayMs: number, leastMs: number): number {
  return Math.min(Math.max(leastMs, awayMs / 16), MOST_MS) * (0.8 + 0.4 * Math.random());
}

/** Resolves with the milliseconds that the first answer took; null once `signal` is aborted. A "poke" asks at once. `since`: when the
 * line was lost. */
export function reachable(signal: AbortSignal, poke: EventTarget, since: number): Promise<number | null> {
  const over = new AbortController();
  const end = anyOf([signal, over.signal]);
  return new Promise<number | null>((resolve) => {
    if (signal.aborted) return resolve(null);
    const search = new Search(end, resolve, since);
    end.addEventListener("abort", () => resolve(null), { once: true });
    poke.addEventListener("poke", () => search.knock(), { signal: end });
    search.start();
  }).finally(() => over.abort());
}

class Search {
  readonly #end: AbortSignal;
  readonly #found: (milliseconds: number) => void;
  readonly #since: number;
  #askedAt = Number.POSITIVE_INFINITY;
  /** Nobody has said yet that the server is not there. */
  #silent = true;

  constructor(end: AbortSignal, found: (milliseconds: number) => void, since: number) {
    this.#end = end;
    this.#found = found;
    this.#since = since;
  }

  start(): void {
    setTimeout(() => void this.#ask(), FIRST_MS);
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
    this.#silent = false;
    this.#later(() => void this.#ask());
  }

  #later(act: () => void): void {
    const away = Date.now() - this.#since - (this.#silent ? SILENT_MS : 0);
    setTimeout(act, patience(away, EVERY_MS)); // which looks first whether the search is over
  }
}
