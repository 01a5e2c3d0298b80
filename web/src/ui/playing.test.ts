import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { playAnew, watchPlaying } from "./playing";

/** An element that plays a live stream, as far as the browser lets it. */
class Player {
  srcObject: object | null = {};
  paused = true;
  readonly muted: boolean;

  constructor(muted = false) {
    this.muted = muted;
  }

  async play(): Promise<void> {
    if (!this.muted && !clicked) throw new DOMException("", "NotAllowedError");
    this.paused = false;
  }
}

let clicked = false;
let players: Player[] = [];
const page = Object.assign(new EventTarget(), { querySelectorAll: () => players });
let stop = () => {};
const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  clicked = false;
  players = [];
  vi.stubGlobal("document", page);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("where the browser wants a click it is told once, and the click is enough", async () => {
  players = [new Player(), new Player(true)];
  const told: boolean[] = [];
  stop = watchPlaying((blocked) => told.push(blocked));
  await seconds(10);
  expect(told).toEqual([true]);
  expect(players.map(({ paused }) => paused)).toEqual([true, false]);
  clicked = true;
  page.dispatchEvent(new Event("pointerup"));
  await seconds(2);
  expect(told).toEqual([true, false]);
  expect(players.every(({ paused }) => !paused)).toBe(true);
});

test("what the system has stopped plays again, without a word", async () => {
  clicked = true;
  players = [new Player(), new Player(true)];
  const told: boolean[] = [];
  stop = watchPlaying((blocked) => told.push(blocked));
  await seconds(2);
  for (const player of players) player.paused = true;
  await seconds(2);
  expect(players.every(({ paused }) => !paused)).toBe(true);
  expect(told).toEqual([]);
});

test("sound that may play to nowhere gets its stream once more; pictures and empty elements are left alone", () => {
  clicked = true;
  const [sound, picture, empty] = [new Player(), new Player(true), new Player()];
  empty.srcObject = null;
  players = [sound, picture, empty];
  const set = vi.fn();
  const stream = sound.srcObject;
  for (const player of players)
    Object.defineProperty(player, "srcObject", { get: () => (player === empty ? null : stream), set });
  playAnew();
  expect(set.mock.calls).toEqual([[null], [stream]]);
});
