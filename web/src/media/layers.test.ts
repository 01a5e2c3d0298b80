import { describe, expect, it } from "vitest";
import { layersOf } from "./layers";

const sizes = (width: number, height: number) =>
  layersOf({ width, height }).map(({ scale }) => [Math.round(width / scale), Math.round(height / scale)]);

describe("the layers of a camera", () => {
  it("are 180p, 360p and 720p of a camera that gives 720p, upright as well", () => {
    expect(sizes(1280, 720)).toEqual([
      [320, 180],
      [640, 360],
      [1280, 720],
    ]);
    expect(sizes(720, 1280)).toEqual([
      [180, 320],
      [360, 640],
      [720, 1280],
    ]);
  });

  it("end with the whole picture of a small camera", () => {
    expect(sizes(640, 480)).toEqual([
      [320, 240],
      [640, 480],
    ]);
    expect(sizes(640, 360)).toEqual([
      [320, 180],
      [640, 360],
    ]);
    expect(sizes(320, 240)).toEqual([[320, 240]]);
    expect(sizes(160, 120)).toEqual([[160, 120]]);
    expect(sizes(960, 540).at(-1)).toEqual([960, 540]);
  });

  it("are no more than browsers send of a camera of this size", () => {
    // libwebrtc's simulcast formats: 1280x720 and 960x540 three, 640x360 and 480x270 two, 320x180 one; by the number of pixels.
    const sent = (pixels: number) => (pixels >= 960 * 540 ? 3 : pixels >= 480 * 270 ? 2 : 1);
    for (let width = 96; width <= 2560; width += 32) {
      for (let height = 96; height <= 1600; height += 32) {
        expect(layersOf({ width, height }).length).toBeLessThanOrEqual(sent(width * height));
      }
    }
  });

  it("are never larger than 720p, grow, and are never made larger than the camera's picture", () => {
    expect(sizes(1920, 1080).at(-1)).toEqual([1280, 720]);
    for (const [width, height] of [[1920, 1080] as const, [800, 600] as const, [353, 288] as const]) {
      const shapes = layersOf({ width, height });
      expect(shapes.every(({ scale }) => scale >= 1)).toBe(true);
      expect([...shapes].sort((a, b) => b.scale - a.scale || a.bitrate - b.bitrate)).toEqual(shapes);
    }
  });

  it("are those of 720p as long as the camera has not said what it gives", () => {
    expect(layersOf(null)).toEqual(layersOf({ width: 1280, height: 720 }));
  });
});
