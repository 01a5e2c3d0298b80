// The person's own microphone, camera and screen: asked for, shown on this page; sent only while `send` allows it. What keeps
// them alive is loaded after the first picture (`keeping.ts`).
import type { Device, DeviceProblem, Input, MediaState } from "../session/room";
import type { Store } from "../session/store";
import type { TrackKind } from "../wire/session";
import { remember, remembered, type Taken, takeInput, takeScreen } from "./devices";
import type { Keeping } from "./keeping";
import { LevelMeter } from "./level";

const KIND: Record<Device, TrackKind> = { microphone: "audio", camera: "video", screen: "screen" };
const FLAG = { microphone: "mic", camera: "camera", screen: "screen" } as const;

/** Loads a part of the page, again and again until it comes. */
export type Later = <M>(load: () => Promise<M>) => Promise<M>;

export interface OwnMediaParts {
  /** This is what may be sent of the kind from now on; null: nothing. */
  onTrack(kind: TrackKind, track: MediaStreamTrack | null): void;
  /** Somebody would hear us now. */
  heard(): boolean;
  /** Of what is sent; null: nothing is. */
  stats(): Promise<RTCStatsReport> | null;
  readonly later: Later;
}

export class OwnMedia {
  readonly state: Store<MediaState>;
  readonly parts: OwnMediaParts;
  readonly #tracks: Record<Device, MediaStreamTrack | null> = { microphone: null, camera: null, screen: null };
  readonly #turns: Record<Device, Promise<unknown>> = {
    microphone: Promise.resolve(),
    camera: Promise.resolve(),
    screen: Promise.resolve(),
  };
  readonly #meter = new LevelMeter();
  /** What the person has on, also if it is lost now. */
  readonly #wanted = new Set<Device>();
  #keeping: Keeping | null = null;
  #closed = false;

  constructor(state: Store<MediaState>, parts: OwnMediaParts) {
    this.state = state;
    this.parts = parts;
    state.set({ microphone_id: remembered("microphone"), camera_id: remembered("camera") });
    void parts
      .later(() => import("./keeping"))
      .then((loaded) => {
        if (!this.#closed) this.#keeping = new loaded.Keeping(this);
      });
  }

  /** Turn a device on or off. One change of a device after the other. */
  set(device: Device, on: boolean): Promise<void> {
    return this.#inTurn(device, async () => {
      if (!on) this.#wanted.delete(device);
      if (this.state.get()[FLAG[device]] === on) return;
      if (on) await this.#turnOn(device);
      else this.#turnOff(device);
    });
  }

  /** The person has it on, whether or not it gives anything now. */
  wants(device: Device): boolean {
    return this.#wanted.has(device);
  }

  /**
   * Take once more what the person has on: it gives nothing, or another one is better. What it gave before is let go of once there is
   * something else, or if it has ended. Null: it is there, or was switched off meanwhile.
   */
  again(device: Input): Promise<DeviceProblem | null> {
    return this.#inTurn(device, async () => {
      if (!this.wants(device)) return null;
      const taken = await takeInput(device);
      const former = this.#tracks[device];
      if ("problem" in taken && former?.readyState === "live") return taken.problem;
      this.#release(device);
      this.#took(device, taken);
      return "problem" in taken ? taken.problem : null;
    });
  }

  takeLostAgain(): void {
    for (const { device } of this.state.get().lost) if (device !== "screen") void this.again(device);
  }

  choose(device: Input, id: string): Promise<void> {
    remember(device, id);
    this.state.set(device === "camera" ? { camera_id: id } : { microphone_id: id });
    return this.#inTurn(device, async () => {
      this.#release(device);
      if (this.wants(device)) await this.#turnOn(device);
    });
  }

  /** Blur what is behind the person; remembered. Nothing happens where it is not offered. */
  blur(on: boolean): void {
    remember("blur", String(on));
    this.#keeping?.blur();
  }

  /** What the system had silenced is listened to again. */
  wake(): void {
    this.#meter.wake();
  }

  level(): number {
    return this.state.get().mic ? this.#meter.level() : 0;
  }

  /** What may be sent now. */
  trackOf(device: Device): MediaStreamTrack | null {
    return this.state.get()[FLAG[device]] ? this.#tracks[device] : null;
  }

  /** Turn every device off and give it back, the microphone too. Each may be turned on again. */
  letGo(): void {
    for (const device of ["microphone", "camera", "screen"] as const) {
      this.#wanted.delete(device);
      void this.#inTurn(device, async () => this.#turnOff(device, { release: true }));
    }
  }

  close(): void {
    this.#closed = true;
    this.#wanted.clear();
    this.#keeping?.stop();
    for (const device of ["microphone", "camera", "screen"] as const) this.#turnOff(device, { release: true });
    this.#meter.close();
  }

  #inTurn<T>(device: Device, change: () => Promise<T>): Promise<T> {
    const turn = this.#turns[device].then(change);
    this.#turns[device] = turn.catch(() => {});
    return turn;
  }

  async #turnOn(device: Device): Promise<void> {
    const kept = this.#tracks[device];
    if (kept?.readyState === "live") return this.#on(device, kept);
    const asking = (yes: boolean) => {
      const devices = new Set(this.state.get().asking);
      if (yes) devices.add(device);
      else devices.delete(device);
      this.state.set({ asking: devices });
    };
    asking(true);
    const taken = await (device === "screen" ? takeScreen() : takeInput(device));
    asking(false);
    if (taken !== null) this.#took(device, taken);
    this.#keeping?.look();
  }

  #took(device: Device, taken: Taken): void {
    const problems = this.state.get().problems.filter((problem) => problem.device !== device);
    if ("problem" in taken) {
      this.state.set({ problems: [...problems, taken.problem] as readonly DeviceProblem[] });
      this.#turnOff(device);
      return;
    }
    if (this.#closed) {
      taken.track.stop();
      return;
    }
    this.state.set({ problems });
    this.#on(device, taken.track);
  }

  #on(device: Device, track: MediaStreamTrack): void {
    this.#tracks[device] = track;
    this.#wanted.add(device);
    track.enabled = true;
    if (device === "microphone") this.#meter.listen(track);
    if (device === "camera") this.state.set({ preview: new MediaStream([track]) });
    if (device === "screen") this.state.set({ screen_preview: new MediaStream([track]) });
    this.state.set({ [FLAG[device]]: true });
    this.parts.onTrack(KIND[device], track);
  }

  /** The microphone is kept, silenced, so that it is back at once; a camera that is off has its light off. */
  #turnOff(device: Device, { release = device !== "microphone" } = {}): void {
    this.parts.onTrack(KIND[device], null);
    const track = this.#tracks[device];
    if (track) track.enabled = false;
    if (device === "microphone") this.#meter.listen(null);
    if (device === "camera") this.state.set({ preview: null, blur: null });
    if (device === "screen") this.state.set({ screen_preview: null });
    this.state.set({ [FLAG[device]]: false });
    if (release) this.#release(device);
  }

  #release(device: Device): void {
    this.#tracks[device]?.stop();
    this.#tracks[device] = null;
  }
}
