import { describe, expect, it } from "vitest";
import type { Layer } from "../wire/session";
import { cameraEncodings, type Limit, Needed, NO_LIMIT, screenEncodings, soundEncodings } from "./encodings";

const HD = { width: 1280, height: 720 };
const active = (needed: readonly Layer[], size = HD, limit: Limit = NO_LIMIT) =>
  cameraEncodings(needed, size, limit)
    .filter((each) => each.active)
    .map((each) => each.rid);

describe("what is encoded of a camera", () => {
  it("is what somebody receives, and nothing when nobody does", () => {
    expect(active([0])).toEqual(["l"]);
    expect(active([])).toEqual([]);
    expect(active([0, 1])).toEqual(["l", "m"]);
  });

  it("leaves out what lies between, and never the smallest", () => {
    expect(active([0, 2])).toEqual(["l", "h"]);
    expect(active([2])).toEqual(["l", "h"]);
  });

  it("is the best that a small camera has in place of what it has not", () => {
    expect(active([2], { width: 640, height: 480 })).toEqual(["l", "m"]);
    expect(active([2], { width: 320, height: 240 })).toEqual(["l"]);
    expect(cameraEncodings([2], { width: 640, height: 480 }, NO_LIMIT)[1]?.scaleResolutionDownBy).toBe(1);
  });

  it("keeps within what the line carries", () => {
    expect(active([0, 2], HD, { ...NO_LIMIT, best: 1 })).toEqual(["l", "m"]);
    expect(active([0, 2], HD, { ...NO_LIMIT, best: null })).toEqual([]);
    const [low] = cameraEncodings([2], HD, { best: 0, bitrate: 60_000, frames: 8 });
    expect(low).toMatchObject({ active: true, maxBitrate: 60_000, maxFramerate: 8, scaleResolutionDownBy: 4 });
  });
});

describe("what is encoded of a screen", () => {
  it("is all of it while somebody receives it, with fewer bits and frames on a weak line", () => {
    expect(screenEncodings(true, NO_LIMIT)).toMatchObject([{ active: true, maxBitrate: 2_500_000 }]);
    expect(screenEncodings(false, NO_LIMIT)).toMatchObject([{ active: false }]);
    const weak = screenEncodings(true, { best: 0, bitrate: 60_000, frames: 8 });
    expect(weak).toMatchObject([{ active: true, maxBitrate: 120_000, maxFramerate: 8, scaleResolutionDownBy: 1 }]);
    expect(screenEncodings(true, { ...NO_LIMIT, best: null })).toMatchObject([{ active: false }]);
  });
});

describe("the sound", () => {
  it("is always sent, and takes less where the line carries hardly more", () => {
    expect(soundEncodings(NO_LIMIT)).toEqual([{ active: true, maxBitrate: 32_000 }]);
    for (const limit of [{ best: 0, bitrate: 60_000, frames: 8 } as const, { ...NO_LIMIT, best: null }]) {
      expect(soundEncodings(limit)).toEqual([{ active: true, maxBitrate: 16_000 }]);
    }
    expect(soundEncodings(NO_LIMIT, true)).toEqual([{ active: true, maxBitrate: 16_000 }]);
  });
});

describe("what is needed", () => {
  it("grows at once and shrinks after a while", () => {
    const needed = new Needed();
    needed.tell([0], false, 1000);
    needed.tell([0, 2], true, 2000);
    expect(needed.camera(2000)).toEqual([0, 2]);
    needed.tell([], false, 5000);
    expect([needed.camera(6999), needed.screen(6999)]).toEqual([[0, 2], true]);
    expect([needed.camera(7000), needed.screen(7000)]).toEqual([[], false]);
  });

  it("is not kept for longer because it is told again that nobody needs it", () => {
    const needed = new Needed();
    needed.tell([2], false, 0);
    needed.tell([], false, 1000);
    needed.tell([], true, 2500);
    expect(needed.camera(3000)).toEqual([]);
  });

  it("is the smallest layer when the page begins and nobody has said anything yet", () => {
    const needed = new Needed();
    needed.tell([], false, 0);
    needed.begin(10_000);
    expect(needed.camera(10_000)).toEqual([0]);
    expect(needed.camera(13_000)).toEqual([]);
    needed.tell([0], false, 14_000);
    needed.begin(15_000);
    expect(needed.camera(60_000)).toEqual([0]);
  });

  it("ends no later than told although the page has just begun", () => {
    const needed = new Needed();
    needed.begin(0);
    needed.tell([], false, 500);
    expect(needed.camera(2499)).toEqual([0]);
    expect(needed.camera(2500)).toEqual([]);
  });
});
