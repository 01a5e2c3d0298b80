// In which sizes a camera is sent: layers that fit what it really gives. Pure.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Shape {
  /** Each side of the picture is divided by this; 1 or more. */
  readonly scale: number;
  /** Bits a second at most. */
  readonly bitrate: number;
}

/** What layers are worth, smallest first: 320x180, 640x360 and 1280x720 (substreams 0, 1 and 2 of the engine). */
const NOMINAL = [
  { width: 320, height: 180, bitrate: 150_000 },
  { width: 640, height: 360, bitrate: 500_000 },
  { width: 1280, height: 720, bitrate: 1_500_000 },
] as const;
/** A picture that is this much larger or smaller than its layer's nominal one, in pixels, gets so many more or fewer bits. */
const [LEAST, MOST] = [0.5, 1.5];
const UNKNOWN: Size = { width: 1280, height: 720 };

/**
 * Smallest first; one to three. The best is the whole picture (of more than 1280x720, that much of it). Browsers leave out the last layers
 * of small cameras, whatever their scale: they send two from 480x270 on and three from 960x540 on (libwebrtc, video/config/simulcast.cc),
 * and no more are here. `null`: the size is not known yet.
 */
export function layersOf(size: Size | null): readonly Shape[] {
  const { width, height } = size ?? UNKNOWN;
  const [long, short] = width >= height ? [width, height] : [height, width];
  const times = Math.min(long / NOMINAL[0].width, short / NOMINAL[0].height);
  const scales = times < 1.5 ? [1] : times < 3 ? [times, 1] : [times, times / 2, Math.max(1, times / 4)];
  return scales.map((scale, layer) => {
    const nominal = NOMINAL[layer] ?? NOMINAL[0];
    const pixels = (width * height) / (scale * scale) / (nominal.width * nominal.height);
    return {
      scale: Math.max(1, scale),
      bitrate: Math.round(nominal.bitrate * Math.min(MOST, Math.max(LEAST, pixels))),
    };
  });
}
