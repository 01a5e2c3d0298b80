// Brings media back after a cut, a lost socket or a new engine. Decides and waits; what it decides about is behind `Ends`.
//
// At heal: ask for keyframes on what there is. No frame within 300 ms: a complete new receiving connection beside it, and whichever
// shows a frame first is kept (`receiver.ts`). Publish again where the publishing connection is not up.

const POLL_MS = 50;
/** Why: a stall that may as well be the sender's; a line that was lost and found; an engine that knows nothing. */
export type Reason = "stall" | "found" | "rebuild";

/** A keyframe that was asked for takes about two round trips. */
const KEYFRAME_MS = 300;
const ROUND_LIMIT_MS = 3000;
/** Milliseconds between rounds that did not help. */
const AGAIN_MS = [500, 1000, 2000, 4000, 8000] as const;

export interface Ends {
  /** The socket is up and the session can have media. */
  possible(): boolean;
  /** Somebody's media should be arriving now. */
  expected(): boolean;
  /** Bytes received so far by what is shown now; another number after another connection is shown. */
  received(): Promise<number>;
  receivingState(): RTCPeerConnectionState;
  subscribed(): boolean;
  /** null: this person publishes nothing. */
  publishingState(): RTCPeerConnectionState | null;
  /** Whether the path between this page and the engine carries, though nothing may be sent. */
  pathCarries(): boolean;
  /** Ask for keyframes; false: not answered. */
  refresh(): Promise<boolean>;
  subscribe(still: () => boolean): Promise<boolean>;
  publish(): Promise<boolean>;
  /** Told whenever recovering begins and when all is well. */
  onChange(recovering: boolean): void;
}

export class Recovery {
  readonly #ends: Ends;
  #running = false;
  #again = false;
  #reasons = new Set<Reason>();
  #stopped = false;
  #wake: () => void = () => {};

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Something may be wrong, or right again. */
  run(reason: Reason): void {
    this.#reasons.add(reason);
    this.#again = true;
    this.#wake();
    if (!this.#running && !this.#stopped) void this.#rounds();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #rounds(): Promise<void> {
    this.#running = true;
    this.#ends.onChange(true);
    let fruitless = 0;
    while (!this.#stopped && this.#ends.possible()) {
      this.#again = false;
      const well = await this.#round();
      if (this.#again) fruitless = 0;
      else if (well) break;
      else await this.#pause(AGAIN_MS[Math.min(fruitless++, AGAIN_MS.length - 1)] ?? 0);
    }
    this.#running = false;
    this.#ends.onChange(false);
  }

  async #round(): Promise<boolean> {
    const reasons = this.#reasons;
    this.#reasons = new Set();
    const rebuild = reasons.has("rebuild");
    const others = reasons.size === 1 && reasons.has("stall");
    const well = await Promise.all([this.#publish(rebuild), this.#receive(rebuild, others)]);
    return well.every(Boolean);
  }

  async #publish(rebuild: boolean): Promise<boolean> {
    const state = this.#ends.publishingState();
    if (state === null || (state === "connected" && !rebuild)) return true;
    return this.#ends.publish();
  }

  /** `others`: the stall may be of those who send; while the path carries, a new connection would show no more than this one. */
  async #receive(rebuild: boolean, others: boolean): Promise<boolean> {
    const ends = this.#ends;
    const before = await ends.received();
    if (rebuild || !ends.subscribed()) return (await ends.subscribe(() => true)) && this.#flows(before, ROUND_LIMIT_MS);
    const state = ends.receivingState();
    if (state === "new") return true; // nobody publishes yet; the engine will offer
    let flowing = false;
    const asked = ends.refresh();
    if (state === "connected") {
      if (!(await asked)) return false;
      flowing = await this.#flows(before, KEYFRAME_MS);
      if (flowing || (others && ends.pathCarries())) return true;
    }
    const watching = this.#flows(before, ROUND_LIMIT_MS).then((result) => {
      flowing = result;
      return result;
    });
    // What was not up when we asked is closed by the engine in favour of the new one, however well it does by now.
    return (await ends.subscribe(() => state !== "connected" || !flowing)) && watching;
  }

  /** Whether something arrives within the limit; where nothing is to be expected, whether the connection is up. */
  async #flows(before: number, limitMs: number): Promise<boolean> {
    const ends = this.#ends;
    const deadline = Date.now() + limitMs;
    while (!this.#stopped) {
      if (ends.expected()) {
        if ((await ends.received()) !== before) return true;
      } else if (ends.receivingState() === "connected" || ends.receivingState() === "new") return true;
      if (Date.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return false;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
