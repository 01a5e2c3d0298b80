// Media are governed by a screen. While one is mounted it proves every two seconds that it is drawn; when none is, media end.
import type { Send } from "../session/commands";
import type { Proof } from "../session/room";

const BEAT_MS = 2000;
/** Beats without a drawn screen after which devices are let go: the server has taken the page off the air by then. */
const MISSES = 3;
/** A page whose first screen did not come by then is as good as one that has gone. */
const START_MS = 30_000;

export interface GoverningParts {
  readonly send: Send;
  /** In the room: only there a proof is owed. */
  readonly owed: () => boolean;
  /** No screen governs the media any more. */
  readonly onGone: () => void;
}

export class Governing {
  readonly #parts: GoverningParts;
  #prove: (() => Proof | null) | null = null;
  #misses = 0;
  #sending = false;
  #again = false;
  #stopped = false;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #start: ReturnType<typeof setTimeout>;

  constructor(parts: GoverningParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.beat(), BEAT_MS);
    this.#start = setTimeout(() => this.#goneIfNobody(), START_MS);
  }

  /** From now on this screen proves; the returned function ends that. */
  readonly governedBy = (prove: () => Proof | null): (() => void) => {
    clearTimeout(this.#start);
    this.#prove = prove;
    this.#misses = 0;
    this.beat();
    return () => {
      if (this.#prove !== prove) return; // the next screen has taken over
      this.#prove = null;
      setTimeout(() => this.#goneIfNobody(), 0);
    };
  };

  /** What the screen says of itself now; null: it is not drawn. */
  proof(): Proof | null {
    return this.#prove?.() ?? null;
  }

  /** Prove now: something changed, the line is new, or the server asks. */
  readonly beat = (): void => {
    if (this.#prove === null) return;
    const proof = this.#prove();
    this.#misses = proof === null ? this.#misses + 1 : 0;
    if (this.#misses === MISSES) this.#parts.onGone();
    if (proof === null || !this.#parts.owed()) return;
    if (this.#sending) this.#again = true;
    else void this.#tell(proof);
  };

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#start);
    this.#prove = null;
    this.#stopped = true;
  }

  async #tell(proof: Proof): Promise<void> {
    this.#sending = true;
    this.#again = false;
    await this.#parts.send("page-drawn", proof);
    this.#sending = false;
    if (this.#again) this.beat();
  }

  #goneIfNobody(): void {
    if (this.#prove === null && !this.#stopped) this.#parts.onGone();
  }
}
