// From the size of a tile to the layer of the camera that it needs. Pure.
import type { Layer } from "../wire/session";

/** Heights of the layers in pixels of the screen: 320x180, 640x360, 1280x720. */
const HEIGHTS = [180, 360, 720] as const;
/** A layer is enlarged by at most this before the next one is worth its bits. */
const ENLARGED = 1.35;
/** A tile must shrink by this much more before a layer is given up: a size at the border does not flap. */
const HYSTERESIS = 0.85;

/** `width` and `height` in CSS pixels, `dpr` the device pixel ratio; a hidden tile (0) needs the lowest layer. */
export function layerFor(width: number, height: number, dpr: number, former: Layer | null): Layer {
  const pixels = Math.max(height, (width * 9) / 16) * dpr;
  const wanted = smallestFor(pixels);
  if (former === null || wanted >= former) return wanted;
  return smallestFor(pixels / HYSTERESIS) < former ? wanted : former;
}

function smallestFor(pixels: number): Layer {
  if (pixels <= HEIGHTS[0] * ENLARGED) return 0;
  return pixels <= HEIGHTS[1] * ENLARGED ? 1 : 2;
}
