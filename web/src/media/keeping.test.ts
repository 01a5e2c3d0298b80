import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeviceProblem, Input, MediaState } from "../session/room";
import { createStore } from "../session/store";
import { BUILT_IN, CAMERA, FakeTrack, HEADSET, Machine } from "./fake-machine";
import { Keeping, type Kept } from "./keeping";
import { NO_MEDIA } from "./no-media";

class Person implements Kept {
  readonly state = createStore<MediaState>(NO_MEDIA);
  readonly parts = { heard: () => true, stats: () => null };
  tracks: Partial<Record<Input, FakeTrack>> = {};
  on = new Set<Input>();
  woken = 0;

  turnOn(...devices: Input[]): void {
    for (const device of devices) {
      this.on.add(device);
      this.tracks[device] = machine.give(device) as FakeTrack;
    }
    machine.asked = [];
  }

  wants = (device: Input) => this.on.has(device);
  trackOf = (device: Input | "screen") =>
    (device === "screen" ? null : (this.tracks[device] ?? null)) as MediaStreamTrack | null;
  set = async () => {};
  level = () => 0.5;
  wake = () => {
    this.woken += 1;
  };

  async again(device: Input): Promise<DeviceProblem | null> {
    const given = machine.give(device);
    if (given instanceof FakeTrack) {
      this.tracks[device] = given;
      return null;
    }
    if (this.tracks[device]?.readyState !== "live") delete this.tracks[device];
    return given;
  }
}

let machine = new Machine();
let page = Object.assign(new EventTarget(), { visibilityState: "visible" });
let person = new Person();
let keeping: Keeping;
const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1000);
const lostKinds = () => person.state.get().lost.map(({ device, kind }) => [device, kind]);

beforeEach(() => {
  vi.useFakeTimers();
  machine = new Machine();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  person = new Person();
  vi.stubGlobal("document", page);
  vi.stubGlobal("localStorage", { getItem: (key: string) => machine.chosen[key] ?? null, setItem: () => {} });
  const query = async () => ({ state: machine.permission });
  vi.stubGlobal("navigator", { mediaDevices: machine, permissions: { query } });
});
afterEach(() => {
  keeping.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function begin(...devices: Input[]): Promise<void> {
  person.turnOn(...devices);
  keeping = new Keeping(person);
  await seconds(30);
}

test("what works is left alone, and what there is is listed", async () => {
  await begin("microphone");
  await seconds(600);
  expect(machine.asked).toEqual([]);
  expect(person.state.get().microphones.map(({ id }) => id)).toEqual(["Built-in", "Headset"]);
  expect(person.state.get().cameras.map(({ id }) => id)).toEqual(["Camera"]);
});

test("after a phone call microphone and camera are taken again, without a word", async () => {
  await begin("microphone", "camera");
  const before = { ...person.tracks };
  page.visibilityState = "hidden";
  for (const track of Object.values(before)) track.fire("mute");
  await seconds(90);
  expect(machine.asked).toEqual([]);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  for (const track of Object.values(before)) track.fire("unmute");
  await seconds(2);
  expect(machine.asked.sort()).toEqual(["camera", "microphone"]);
  expect(person.tracks.microphone).not.toBe(before.microphone);
  expect(person.state.get().retaken).toBe(2);
  expect(person.state.get().moved).toBeNull();
  await seconds(600);
  expect(machine.asked).toHaveLength(2);
});

test("the chosen headset is replaced when it is pulled, with a word, and is back when it is put back", async () => {
  machine.chosen["deskside:microphone"] = "Headset";
  await begin("microphone");
  const headset = person.tracks.microphone;
  machine.plugged = [BUILT_IN, CAMERA];
  headset?.fire("ended");
  machine.dispatchEvent(new Event("devicechange"));
  await seconds(1);
  expect(person.tracks.microphone?.label).toBe("Built-in");
  expect(person.state.get().moved).toEqual({ device: "microphone", label: "Built-in", back: false });
  await seconds(60);
  machine.change([BUILT_IN, HEADSET, CAMERA]);
  await seconds(1);
  expect(person.tracks.microphone?.label).toBe("Headset");
  expect(person.state.get().moved).toEqual({ device: "microphone", label: "Headset", back: true });
  expect(machine.asked).toHaveLength(2);
});

test("a microphone that is gone altogether is told of, and comes back when there is one", async () => {
  await begin("microphone");
  machine.plugged = [];
  person.tracks.microphone?.fire("ended");
  await seconds(10);
  expect(lostKinds()).toEqual([["microphone", "missing"]]);
  machine.change([HEADSET]);
  await seconds(1);
  expect(person.tracks.microphone?.label).toBe("Headset");
  expect(lostKinds()).toEqual([]);
});

test("what the browser refuses is asked for once, and then waits for the person", async () => {
  await begin("microphone");
  machine.refuses = "denied";
  person.tracks.microphone?.fire("ended");
  await seconds(300);
  expect(machine.asked).toHaveLength(1);
  expect(lostKinds()).toEqual([["microphone", "denied"]]);
  machine.refuses = null;
  await person.again("microphone"); // the click
  await seconds(2);
  expect(lostKinds()).toEqual([]);
});

test("where asking would trouble the person, it is asked for once only", async () => {
  await begin("microphone");
  machine.permission = "prompt";
  machine.refuses = "busy";
  person.tracks.microphone?.fire("ended");
  await seconds(300);
  expect(machine.asked).toHaveLength(1);
  expect(lostKinds()).toEqual([["microphone", "denied"]]);
});

test("what another program has is tried on, ever less often", async () => {
  await begin("camera");
  machine.refuses = "busy";
  person.tracks.camera?.fire("ended");
  await seconds(240);
  expect(machine.asked.length).toBeGreaterThan(4);
  expect(machine.asked.length).toBeLessThan(9);
  expect(lostKinds()).toEqual([["camera", "busy"]]);
  machine.refuses = null;
  await seconds(61);
  expect(lostKinds()).toEqual([]);
});

test("a page in the background that is refused a device gets it when it can be seen again", async () => {
  await begin("microphone");
  page.visibilityState = "hidden";
  machine.refuses = "denied";
  person.tracks.microphone?.fire("ended");
  await seconds(5);
  machine.refuses = null;
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  await seconds(1);
  expect(person.tracks.microphone?.readyState).toBe("live");
  expect(lostKinds()).toEqual([]);
});

test("what the person switched off stays off", async () => {
  await begin("microphone");
  machine.refuses = "busy";
  person.tracks.microphone?.fire("ended");
  await seconds(5);
  person.on.delete("microphone");
  machine.refuses = null;
  const { length } = machine.asked;
  machine.change([BUILT_IN]);
  await seconds(300);
  expect(machine.asked).toHaveLength(length);
  expect(lostKinds()).toEqual([]);
});
