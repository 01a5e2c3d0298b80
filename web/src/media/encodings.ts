// What a page encodes of its camera and screen: what somebody receives, in layers that fit the camera, as far as the line carries. Pure.
import type { Layer } from "../wire/session";
import { layersOf, type Size } from "./layers";

/** As in RTCRtpEncodingParameters (W3C WebRTC 5.2.2). */
export interface Encoding {
  readonly rid?: "l" | "m" | "h";
  readonly active: boolean;
  readonly maxBitrate: number;
  /** Of pictures. */
  readonly maxFramerate?: number;
  readonly scaleResolutionDownBy?: number;
}

/** How much of the camera the line carries. */
export interface Limit {
  /** The best layer; null: no picture at all. */
  readonly best: Layer | null;
  /** Bits and frames a second of each layer at most; null: as many as it is worth. */
  readonly bitrate: number | null;
  readonly frames: number | null;
}

export const NO_LIMIT: Limit = { best: 2, bitrate: null, frames: null };

/** What both allow. */
export function lesser(one: Limit, other: Limit): Limit {
  const least = <T extends number>(a: T | null, b: T | null) => (a === null ? b : b === null || a < b ? a : b);
  const best = one.best === null || other.best === null ? null : least(one.best, other.best);
  return { best, bitrate: least(one.bitrate, other.bitrate), frames: least(one.frames, other.frames) };
}

/** Smallest first. Offered in this order: browsers leave out the last ones for small cameras. */
const RIDS = ["l", "m", "h"] as const;
const FRAMES = 30;
/** By the best layer of the camera that the line carries beside it. */
const SCREEN_BITRATES = [300_000, 1_000_000, 2_500_000] as const;

/**
 * Always three, in the order of the rids. Of a layer that the camera is too small for, or that the line does not carry, the best one below is
 * sent instead. The smallest goes along with any other: whoever cannot be given more gets that at once.
 */
export function cameraEncodings(needed: Iterable<Layer>, size: Size | null, limit: Limit): readonly Encoding[] {
  const shapes = layersOf(size);
  const best = limit.best === null ? -1 : Math.min(limit.best, shapes.length - 1);
  const sent = new Set([...needed].map((layer) => Math.min(layer, best)));
  if (sent.size > 0 && best >= 0) sent.add(0);
  return RIDS.map((rid, layer) => {
    const { scale, bitrate } = shapes[layer] ?? { scale: 1, bitrate: 150_000 };
    return {
      rid,
      active: sent.has(layer),
      maxBitrate: Math.min(bitrate, limit.bitrate ?? bitrate),
      maxFramerate: Math.min(FRAMES, limit.frames ?? FRAMES),
      scaleResolutionDownBy: scale,
    };
  });
}

/** Sound, as long as the line carries a picture: what browsers take for a voice anyway. */
const SOUND_BITRATE = 32_000;
/** A voice is understood as well (RFC 7587, 3.1.1). */
const WEAK_SOUND_BITRATE = 16_000;

/** `thin`: in as few bits as it is understood with. */
export function soundEncodings({ bitrate, best }: Limit, thin = false): readonly Encoding[] {
  const whole = bitrate === null && best !== null && !thin;
  return [{ active: true, maxBitrate: whole ? SOUND_BITRATE : WEAK_SOUND_BITRATE }];
}

/** The whole screen, as letters have to be read: with fewer bits and frames where the line carries less. */
export function screenEncodings(needed: boolean, { best, bitrate, frames }: Limit): readonly Encoding[] {
  const most = SCREEN_BITRATES[best ?? 0];
  return [
    {
      active: needed && best !== null,
      maxBitrate: Math.min(most, 2 * (bitrate ?? most)),
      maxFramerate: Math.min(FRAMES, frames ?? FRAMES),
      scaleResolutionDownBy: 1,
    },
  ];
}

/** Milliseconds that something goes on being encoded after nobody needs it: receivers change over meanwhile, and wishes may come back. */
const KEPT_MS = 2000;
/** Milliseconds after the click in which the server's word may still be on its way: the smallest layer is there for whoever is waiting. */
const PRESUMED_MS = 3000;

/** What somebody needs: more from the moment on that it is told, less only after a while. */
export class Needed {
  readonly #until = new Map<Layer | "screen", number>();

  /** `now` in milliseconds, as in all of these. */
  tell(camera: readonly Layer[], screen: boolean, now: number): void {
    const needed = new Set<Layer | "screen">(screen ? [...camera, "screen"] : camera);
    for (const [what, until] of this.#until) {
      if (!needed.has(what)) this.#until.set(what, Math.min(until, now + KEPT_MS));
    }
    for (const what of needed) this.#until.set(what, Number.POSITIVE_INFINITY);
  }

  /** The page begins to send; what was told before may be old. */
  begin(now: number): void {
    this.#until.set(0, Math.max(this.#until.get(0) ?? 0, now + PRESUMED_MS));
  }

  camera(now: number): Layer[] {
    return ([0, 1, 2] as const).filter((layer) => this.#is(layer, now));
  }

  screen(now: number): boolean {
    return this.#is("screen", now);
  }

  #is(what: Layer | "screen", now: number): boolean {
    return now < (this.#until.get(what) ?? 0);
  }
}
