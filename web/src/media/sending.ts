// Which encodings the page's senders have at each moment. What is set is compared with what is wanted, again and again.
import type { Encodings, TrackKind } from "../wire/session";
import { cameraEncodings, type Encoding, lesser, Needed, screenEncodings, soundEncodings } from "./encodings";
import type { Size } from "./layers";
import { LONG_MS, setPacketTime, USUAL_MS } from "./packet-time";
import { PressureWatch } from "./pressure";
import { followProcessor, isProcessorLimited, NEW_PROCESSOR, processorLimit } from "./processor";
import { TunedSender } from "./tuned";
import { follow, isPaused, limitOf, NEW_UPLINK, reportOf } from "./uplink";

/** How often is looked whether the camera's size, what is needed, or what is set has changed. */
const EVERY_MS = 500;
/** How often is looked whether the processor keeps up. */
const PROCESSOR_EVERY_MS = 2000;

export interface SendingParts {
  /** The camera that is sent; null: none. */
  camera(): MediaStreamTrack | null;
  /** A camera or a screen is sent. */
  picture(): boolean;
  /** Of the present publishing connection; null: there is none. */
  stats(): Promise<RTCStatsReport> | null;
  /** The picture is paused because the line carries the sound only, or goes on. */
  onPaused(paused: boolean): void;
  /** Of every publishing connection that there is now. */
  senders(kind: TrackKind): readonly RTCRtpSender[];
  /** These connections. */
  connections(): readonly RTCPeerConnection[];
}

export class Sending {
  readonly #parts: SendingParts;
  readonly #needed = new Needed();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #tuned = new WeakMap<RTCRtpSender, TunedSender>();
  readonly #pressure = new PressureWatch();
  #uplink = NEW_UPLINK;
  #processor = NEW_PROCESSOR;
  #processedAt = 0;
  #reported = 0;
  /** Somebody's line does not carry whole voices. */
  #thin = false;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#tick(), EVERY_MS);
    this.follow();
  }

  /** What the server says that anybody receives. */
  tell({ camera, screen, thin_sound }: Encodings): void {
    this.#needed.tell(camera, screen, Date.now());
    this.#thin = thin_sound;
    this.follow();
  }

  /** The page begins to send. */
  begin(): void {
    this.#needed.begin(Date.now());
    this.follow();
  }

  /** Make the encodings what they should be now: also before another track is sent, and when there are new senders. */
  follow(): void {
    const [now, limit] = [Date.now(), limitOf(this.#uplink)];
    const picture = lesser(limit, processorLimit(this.#processor));
    const thin = this.#thin || limit.best === null;
    this.#tune("audio", soundEncodings(limit, thin));
    for (const pc of this.#parts.connections()) void setPacketTime(pc, thin ? LONG_MS : USUAL_MS);
    this.#tune("video", cameraEncodings(this.#needed.camera(now), sizeOf(this.#parts.camera()), picture));
    this.#tune("screen", screenEncodings(this.#needed.screen(now), limit));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#pressure.stop();
  }

  async #tick(): Promise<void> {
    const asked = performance.now();
    const stats = await this.#parts.stats()?.catch(() => null);
    const report = stats ? reportOf(stats, this.#reported, performance.now() - asked) : null;
    if (report !== null) {
      const paused = isPaused(this.#uplink);
      this.#reported = report.reported;
      this.#uplink = follow(this.#uplink, report, this.#parts.picture());
      if (isPaused(this.#uplink) !== paused) this.#parts.onPaused(!paused);
    }
    if (stats && asked - this.#processedAt >= PROCESSOR_EVERY_MS) {
      this.#processedAt = asked;
      const sample = { at: asked, limited: isProcessorLimited(stats), pressure: this.#pressure.now };
      this.#processor = followProcessor(this.#processor, sample, this.#parts.picture());
    }
    this.follow();
  }

  #tune(kind: TrackKind, encodings: readonly Encoding[]): void {
    for (const sender of this.#parts.senders(kind)) {
      const tuned = this.#tuned.get(sender) ?? new TunedSender(sender);
      this.#tuned.set(sender, tuned);
      void tuned.want(encodings);
    }
  }
}

function sizeOf(track: MediaStreamTrack | null): Size | null {
  const { width, height } = track?.getSettings() ?? {};
  return width && height ? { width, height } : null;
}
