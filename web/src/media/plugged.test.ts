import { describe, expect, test } from "vitest";
import { hasCome, isWorthTaking, type Plugged } from "./plugged";

const mic = (id: string, group = `of ${id}`): Plugged => ({ device: "microphone", id, label: id, group });
const BUILT_IN = mic("built-in");
const HEADSET = mic("headset");
const USED = { id: "built-in", group: "of built-in" };
const ON_HEADSET = { id: "headset", group: "of headset" };
const worth = (
  before: Plugged[],
  now: Plugged[],
  { chosen, used = USED }: { chosen: string | null; used?: { id: string; group: string } },
) => isWorthTaking("microphone", before, now, chosen, used);

describe("a microphone that is on", () => {
  test("gives way to the chosen one when that is put back", () => {
    expect(worth([BUILT_IN], [BUILT_IN, HEADSET], { chosen: "headset" })).toBe(true);
  });

  test("stays when something else comes", () => {
    expect(worth([BUILT_IN], [BUILT_IN, mic("webcam")], { chosen: "headset" })).toBe(false);
    expect(worth([BUILT_IN], [BUILT_IN, HEADSET], { chosen: null })).toBe(false);
    expect(worth([HEADSET], [HEADSET, BUILT_IN], { chosen: "headset", used: ON_HEADSET })).toBe(false);
  });

  test("is not taken again for what it is not given though it is there", () => {
    expect(worth([BUILT_IN, HEADSET], [BUILT_IN, HEADSET], { chosen: "headset" })).toBe(false);
  });

  test("is another one when it is pulled, if there is another", () => {
    expect(worth([BUILT_IN, HEADSET], [BUILT_IN], { chosen: "headset", used: ON_HEADSET })).toBe(true);
    expect(worth([BUILT_IN, HEADSET], [BUILT_IN], { chosen: null, used: ON_HEADSET })).toBe(true);
    expect(worth([HEADSET], [], { chosen: null, used: ON_HEADSET })).toBe(false);
  });

  test("follows what the system prefers, unless the person has chosen", () => {
    const [before, now] = [
      [mic("default", "of built-in"), BUILT_IN, HEADSET],
      [mic("default", "of headset"), BUILT_IN, HEADSET],
    ];
    const used = { id: "default", group: "of built-in" };
    expect(worth(before, now, { chosen: null, used })).toBe(true);
    expect(worth(before, now, { chosen: "default", used })).toBe(true);
    expect(worth(before, now, { chosen: "built-in" })).toBe(false);
    expect(worth(before, now, { chosen: null, used: { id: "default", group: "of headset" } })).toBe(false);
    expect(worth(now, now, { chosen: null, used })).toBe(false);
  });
});

test("what comes is seen by its id, for each kind", () => {
  expect(hasCome("microphone", [BUILT_IN], [BUILT_IN, HEADSET])).toBe(true);
  expect(hasCome("microphone", [BUILT_IN, HEADSET], [BUILT_IN])).toBe(false);
  expect(hasCome("camera", [BUILT_IN], [BUILT_IN, HEADSET])).toBe(false);
});
