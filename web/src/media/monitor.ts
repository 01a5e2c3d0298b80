// Watches what arrives: notices a stall long before ICE does (5 to 30 s), and measures quality.
import { type Flow, NO_FLOW } from "./flow";
import { type Quality, qualityBetween } from "./quality";

const EVERY_MS = 250;
/** Audio alone comes 50 times a second; this long without a byte is a cut. */
const STALL_MS = 700;
const QUALITY_EVERY_MS = 2000;

export interface MonitorParts {
  expected(): boolean;
  flow(): Promise<Flow>;
  onStall(): void;
  onQuality(quality: Quality): void;
}

export class Monitor {
  readonly #parts: MonitorParts;
  readonly #timer: ReturnType<typeof setInterval>;
  #bytes = -1;
  #grewAt = 0;
  #tickedAt = 0;
  #measured: Flow = NO_FLOW;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#tick(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    const flow = await this.#parts.flow();
    const now = Date.now();
    const slept = now - this.#tickedAt > 3 * EVERY_MS; // a page in the background, or a machine that was asleep
    this.#tickedAt = now;
    if (flow.bytes !== this.#bytes || slept || !this.#parts.expected()) this.#grewAt = now;
    this.#bytes = flow.bytes;
    if (now - this.#grewAt >= STALL_MS) {
      this.#grewAt = now; // told again after as long
      this.#parts.onStall();
    }
    if (now - this.#measured.at >= QUALITY_EVERY_MS) {
      if (this.#measured.at > 0) this.#parts.onQuality(qualityBetween(this.#measured, flow));
      this.#measured = flow;
    }
  }
}
