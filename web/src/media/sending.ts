// Which encodings the page's senders have at each moment. What is set is compared with what is wanted, again and again.
import type { Encodings } from "../wire/session";
import { cameraEncodings, type Encoding, type Limit, Needed, NO_LIMIT, screenEncodings } from "./encodings";
import type { Size } from "./layers";
import { TunedSender } from "./tuned";

/** How often is looked whether the camera's size, what is needed, or what is set has changed. */
const EVERY_MS = 500;

export interface SendingParts {
  /** The camera that is sent; null: none. */
  camera(): MediaStreamTrack | null;
  /** Of every publishing connection that there is now. */
  senders(kind: "video" | "screen"): readonly RTCRtpSender[];
}

export class Sending {
  readonly #parts: SendingParts;
  readonly #needed = new Needed();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #tuned = new WeakMap<RTCRtpSender, TunedSender>();
  #limit: Limit = NO_LIMIT;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.follow(), EVERY_MS);
    this.follow();
  }

  /** What the server says that anybody receives. */
  tell({ camera, screen }: Encodings): void {
    this.#needed.tell(camera, screen, Date.now());
    this.follow();
  }

  /** The page begins to send. */
  begin(): void {
    this.#needed.begin(Date.now());
    this.follow();
  }

  /** What the line carries has changed. */
  limit(limit: Limit): void {
    this.#limit = limit;
    this.follow();
  }

  /** Make the encodings what they should be now: also before another track is sent, and when there are new senders. */
  follow(): void {
    const now = Date.now();
    this.#tune("video", cameraEncodings(this.#needed.camera(now), sizeOf(this.#parts.camera()), this.#limit));
    this.#tune("screen", screenEncodings(this.#needed.screen(now)));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tune(kind: "video" | "screen", encodings: readonly Encoding[]): void {
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
