// Envelopes into the store, in order and without gaps: what is missing is asked for.
import { type RoomState, type Store, takeEnvelope, takeView } from "../session/store";
import type { CaughtUp, Refused } from "../wire/commands";
import type { Envelope } from "../wire/session";

export class Numbering {
  readonly #store: Store<RoomState>;
  readonly #ask: (seq: number) => Promise<CaughtUp | Refused>;
  readonly #onEvent: (envelope: Envelope) => void;
  #asking = false;
  #held: Envelope[] = [];

  /** `ask` sends `catch-up`; `onEvent` is told each envelope once it is folded. */
  constructor(
    store: Store<RoomState>,
    ask: (seq: number) => Promise<CaughtUp | Refused>,
    onEvent: (envelope: Envelope) => void,
  ) {
    this.#store = store;
    this.#ask = ask;
    this.#onEvent = onEvent;
  }

  take(envelopes: readonly Envelope[]): void {
    if (this.#asking) {
      this.#held.push(...envelopes);
      return;
    }
    for (const [i, envelope] of envelopes.entries()) {
      const taken = takeEnvelope(this.#store, envelope);
      if (taken === "gap") {
        this.#held = envelopes.slice(i);
        void this.catchUp();
        return;
      }
      if (taken === "folded") this.#onEvent(envelope);
    }
  }

  /** The server was heard to be at `seq`. */
  async expect(seq: number): Promise<void> {
    if (seq > (this.#store.get().seq ?? 0)) await this.catchUp();
  }

  async catchUp(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const answer = await this.#ask(this.#store.get().seq ?? 0);
    this.#asking = false;
    const held = this.#held.splice(0);
    if (!answer.ok) return; // the next envelope, heartbeat or line asks again
    if (answer.view !== null) takeView(this.#store, answer.view);
    this.take(answer.envelopes ?? []);
    for (const envelope of held) {
      // One that does not follow even now would only ask for the same again.
      if (envelope.seq <= (this.#store.get().seq ?? 0) + 1) this.take([envelope]);
    }
  }
}
