// Brings media back after a cut, a lost socket or a new engine. Decides and waits; what it decides about is behind `Ends`.
//
// At heal: what still arrives gets a keyframe. Where nothing arrives, or no frame within 300 ms of asking, a complete new receiving connection
// is made beside the old one, and whichever shows a frame first is kept (`receiver.ts`). A keyframe is not asked for where nothing arrives:
// the engine asks a sender at most once a second, and the new connection needs that one. What is published is published again where its
// connection is not up.

const POLL_MS = 50;
/**
 * Why. `stall`: nothing arrives, which may as well be the sender's trouble. `resumed`: something arrives again. `found`: a line to the server
 * is up (again), or a connection failed. `rebuild`: the engine is new and knows nothing.
 */
export type Reason = "stall" | "resumed" | "found" | "rebuild";

/** What should be arriving now: nothing, sound alone, or a picture. */
export type Expected = "nothing" | "sound" | "picture";

/** Sound comes every 20 ms; within this it is clear whether the engine still sends. */
const ALIVE_MS = 150;
/** A keyframe that was asked for takes about two round trips. */
const KEYFRAME_MS = 300;
const ROUND_LIMIT_MS = 3000;
/** Milliseconds between rounds that did not help. */
const AGAIN_MS = [500, 1000, 2000, 4000, 8000] as const;

export interface Received {
  readonly bytes: number;
  /** Decoded frames of all pictures. */
  readonly frames: number;
}

export interface Ends {
  /** The socket is up and the session can have media. */
  possible(): boolean;
  expected(): Expected;
  /** What the connection that is shown now has received so far. */
  received(): Promise<Received>;
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
    const well = await Promise.all([this.#publish(reasons.has("rebuild")), this.#receive(reasons)]);
    return well.every(Boolean);
  }

  async #publish(rebuild: boolean): Promise<boolean> {
    const state = this.#ends.publishingState();
    if (state === null || (state === "connected" && !rebuild)) return true;
    return this.#ends.publish();
  }

  async #receive(reasons: ReadonlySet<Reason>): Promise<boolean> {
    const ends = this.#ends;
    const before = await ends.received();
    if (reasons.has("rebuild") || !ends.subscribed()) return this.#anew(before);
    const state = ends.receivingState();
    if (state === "new") return true; // nobody publishes yet; the engine will offer
    const up = state === "connected";
    if (reasons.size === 1 && reasons.has("stall")) return (up && ends.pathCarries()) || this.#anew(before);
    if (up && ends.expected() === "nothing") return true;
    if (!(up && (await this.#within(ALIVE_MS, (now) => now.bytes !== before.bytes)))) return this.#bothAnew(before);
    if (!(await ends.refresh())) return false;
    if (await this.#shows(before, KEYFRAME_MS)) return true;
    return reasons.has("found") || !ends.pathCarries() ? this.#anew(before) : true;
  }

  /**
   * No picture arrives though the connection is up and the server can be reached: this page has another address. What it sends goes nowhere
   * either, and the browser would say so seconds later.
   */
  async #bothAnew(before: Received): Promise<boolean> {
    const ends = this.#ends;
    const moved = ends.receivingState() === "connected" && ends.expected() === "picture";
    const sent = moved && ends.publishingState() === "connected" ? ends.publish() : true;
    return (await Promise.all([this.#anew(before), sent])).every(Boolean);
  }

  /**
   * A new connection beside the present one, unless that shows something before the offer is there. What was not up when we asked is closed by
   * the engine in favour of the new one, however well it does by then.
   */
  async #anew(before: Received): Promise<boolean> {
    const up = this.#ends.receivingState() === "connected";
    let arrives = false;
    const watching = this.#shows(before, ROUND_LIMIT_MS).then((result) => {
      arrives = result && this.#ends.expected() !== "nothing";
      return result;
    });
    return (await this.#ends.subscribe(() => !(up && arrives))) && watching;
  }

  /** Whether there is a new frame within the limit; new sound where there is no picture; a connection where there is nothing. */
  #shows(before: Received, limitMs: number): Promise<boolean> {
    return this.#within(limitMs, (now) => {
      const expected = this.#ends.expected();
      if (expected === "picture") return now.frames !== before.frames;
      if (expected === "sound") return now.bytes !== before.bytes;
      return this.#ends.receivingState() === "connected" || this.#ends.receivingState() === "new";
    });
  }

  async #within(limitMs: number, isSo: (now: Received) => boolean): Promise<boolean> {
    const deadline = Date.now() + limitMs;
    while (!this.#stopped) {
      if (isSo(await this.#ends.received())) return true;
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
