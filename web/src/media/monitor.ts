// Watches what arrives: notices a stall long before ICE does (5 to 30 s), and measures quality.
import { type Flow, NO_FLOW } from "./flow";
import { type Quality, qualityBetween } from "./quality";
import type { Expected } from "./recovery";

const EVERY_MS = 250;
/**
 * This long without a byte is a cut, told again each time after twice as long. A picture comes many times a second; of somebody
 * who is silent only one packet in 400 ms comes (discontinuous transmission, RFC 7587), and one or two of them may be lost.
 */
const STALL_MS = { picture: 700, sound: 1500 } as const;
const STALL_LATER_MS = 5600;
/** ICE checks a quiet path every 2.5 s (Chromium; RFC 7675 asks for 5): this long without an answer, it carries nothing. */
const DEAD_PATH_MS = 4000;
const QUALITY_EVERY_MS = 2000;
/** A page in the background is asked once a second (Chromium); what was longer away, with the machine or without, has measured nothing. */
const SLEPT_MS = 2500;

export interface MonitorParts {
  expected(): Expected;
  flow(): Promise<Flow>;
  onStall(): void;
  /** After a stall that was told: something arrives again. */
  onResumed(): void;
  onQuality(quality: Quality): void;
}

export class Monitor {
  readonly #parts: MonitorParts;
  readonly #timer: ReturnType<typeof setInterval>;
  #bytes = -1;
  #grewAt = 0;
  /** By how much the patience has grown since the last byte. */
  #times = 1;
  #answers = -1;
  #answeredAt = 0;
  #tickedAt = 0;
  #measured: Flow = NO_FLOW;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#tick(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Whether the path to the engine carries, as far as its last checks say. False says that a stall is this page's own. */
  get pathCarries(): boolean {
    return Date.now() - this.#answeredAt < DEAD_PATH_MS;
  }

  async #tick(): Promise<void> {
    const flow = await this.#parts.flow();
    const now = Date.now();
    const slept = now - this.#tickedAt > SLEPT_MS;
    this.#tickedAt = now;
    if (flow.answers !== this.#answers || slept) this.#answeredAt = now;
    this.#answers = flow.answers;
    const expected = this.#parts.expected();
    if (flow.bytes !== this.#bytes || slept || expected === "nothing") {
      const stalled = this.#times > 1;
      this.#grewAt = now;
      this.#times = 1;
      if (stalled) this.#parts.onResumed();
    }
    this.#bytes = flow.bytes;
    if (expected !== "nothing" && now - this.#grewAt >= Math.min(this.#times * STALL_MS[expected], STALL_LATER_MS)) {
      this.#grewAt = now;
      this.#times *= 2;
      this.#parts.onStall();
    }
    if (now - this.#measured.at >= QUALITY_EVERY_MS) {
      if (this.#measured.at > 0) this.#parts.onQuality(qualityBetween(this.#measured, flow));
      this.#measured = flow;
    }
  }
}
