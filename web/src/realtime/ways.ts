// Which way the next line goes: a WebSocket, or long polls where the network breaks those. Remembered for this tab, so that a reload
// begins with what worked.

/** The part of the page for lines by polls. */
export type Polls = Pick<typeof import("./polls"), "ByPolls" | "socketLives">;

/** Lines in a row that did not open although requests were answered: one may have been begun too early, or met a full server. */
const REFUSALS = 2;
/** Lines in a row that did not live for as long as this: where a proxy cuts, not the network now and then. */
const DEATHS = 3;
const EARLY_MS = 20_000;
const KEY = "deskside:polls-until";
const REMEMBERED_MS = 1_800_000;
/** While their part is still on its way, a WebSocket is tried instead. */
const LOAD_LIMIT_MS = 1000;

export class Ways {
  readonly #load: () => Promise<Polls>;
  #loaded: Promise<Polls> | null = null;
  #refusals = 0;
  #deaths = 0;
  #polls = remembered() > Date.now();

  constructor(load: () => Promise<Polls>) {
    this.#load = load;
  }

  /** null: a WebSocket. */
  async next(): Promise<Polls | null> {
    if (!this.#polls) return null;
    this.#loaded ??= this.#load();
    return Promise.race([this.#loaded, new Promise<null>((resolve) => setTimeout(resolve, LOAD_LIMIT_MS, null))]);
  }

  /** No line came this way, although the server answers requests. */
  refused(polls: boolean): void {
    if (++this.#refusals < REFUSALS) return;
    if (polls) this.trust();
    else this.#prefer(true);
  }

  opened(): void {
    this.#refusals = 0;
  }

  /** A WebSocket was lost after so long. */
  lost(livedMs: number): void {
    this.#deaths = livedMs < EARLY_MS ? this.#deaths + 1 : 0;
    if (this.#deaths >= DEATHS) this.#prefer(true);
  }

  /** A WebSocket lived for a while, or polls do not help: the next line is one; if that dies early, it was the last for now. */
  trust(): void {
    this.#prefer(false);
    this.#deaths = DEATHS - 1;
  }

  #prefer(polls: boolean): void {
    this.#polls = polls;
    this.#refusals = this.#deaths = 0;
    try {
      if (polls) sessionStorage.setItem(KEY, String(Date.now() + REMEMBERED_MS));
      else sessionStorage.removeItem(KEY);
    } catch {
      // nothing is kept here
    }
  }
}

function remembered(): number {
  try {
    return Number(sessionStorage.getItem(KEY));
  } catch {
    return 0;
  }
}
