// Asks the server for less where this machine does not decode in time what it is sent, and for more when it does. What is decided is in
// `decoding.ts`.
import type { Send } from "../session/commands";
import { type Decoded, decodedOf, decodingBetween, followDecoding, NEW_DECODING } from "./decoding";
import type { PressureWatch } from "./pressure";

const EVERY_MS = 2000;
/** A server that was started anew knows of no limit. */
const AGAIN_MS = 10_000;

export interface DecodingParts {
  readonly send: Send;
  readonly pressure: Pick<PressureWatch, "now">;
  /** Of the receiving connection; null: there is none. */
  stats(): Promise<RTCStatsReport> | null;
  /** Browsers do not hurry with what nobody sees. */
  visible(): boolean;
}

export class DecodingWatch {
  readonly #parts: DecodingParts;
  readonly #timer: ReturnType<typeof setInterval>;
  #decoding = NEW_DECODING;
  #totals: Decoded | null = null;
  #frames: ReadonlyMap<string, number> = new Map();
  #told: number | null = null;
  #told_at = 0;

  constructor(parts: DecodingParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.look(Date.now()), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Look once; `now` in milliseconds. */
  async look(now: number): Promise<void> {
    const report = await this.#parts.stats()?.catch(() => null);
    const former = this.#totals;
    if (!report || !this.#parts.visible()) {
      this.#totals = null;
      return;
    }
    const { totals, frames } = decodedOf(report, now, this.#frames);
    [this.#totals, this.#frames] = [totals, frames];
    const sample = former && decodingBetween(former, totals, this.#parts.pressure.now);
    if (sample) this.#decoding = followDecoding(this.#decoding, sample);
    this.#tell(now);
  }

  #tell(now: number): void {
    const { pixels } = this.#decoding;
    if (pixels === this.#told && (pixels === null || now - this.#told_at < AGAIN_MS)) return;
    [this.#told, this.#told_at] = [pixels, now];
    void this.#parts.send("media:decodes", { pixels });
  }
}
