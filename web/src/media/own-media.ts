// The person's own microphone, camera and screen: asked for, kept alive, shown on this page; sent only while `send` allows it.
import type { Device, DeviceProblem, MediaState } from "../session/room";
import type { Store } from "../session/store";
import type { TrackKind } from "../wire/session";
import { applyBlur, blurOf, listInputs, remember, remembered, type Taken, takeInput, takeScreen } from "./devices";
import { LevelMeter } from "./level";

const KIND: Record<Device, TrackKind> = { microphone: "audio", camera: "video", screen: "screen" };
const FLAG = { microphone: "mic", camera: "camera", screen: "screen" } as const;

export class OwnMedia {
  readonly #state: Store<MediaState>;
  readonly #onTrack: (kind: TrackKind, track: MediaStreamTrack | null) => void;
  readonly #tracks: Record<Device, MediaStreamTrack | null> = { microphone: null, camera: null, screen: null };
  readonly #turns: Record<Device, Promise<void>> = {
    microphone: Promise.resolve(),
    camera: Promise.resolve(),
    screen: Promise.resolve(),
  };
  readonly #meter = new LevelMeter();
  #unwatch = () => {};
  #closed = false;

  /** `onTrack`: this is what may be sent of the kind from now on; null: nothing. `heard`: somebody would hear us now. */
  constructor(
    state: Store<MediaState>,
    onTrack: (kind: TrackKind, track: MediaStreamTrack | null) => void,
    heard: () => boolean,
  ) {
    this.#state = state;
    this.#onTrack = onTrack;
    state.set({ microphone_id: remembered("microphone"), camera_id: remembered("camera") });
    navigator.mediaDevices?.addEventListener("devicechange", this.#devicesChanged);
    void this.#list();
    void this.#watchSilence(heard).catch(() => {}); // without it nobody is warned
  }

  /** Loaded beside the first picture, not before it. */
  async #watchSilence(heard: () => boolean): Promise<void> {
    const { watchSilence } = await import("./silence");
    if (this.#closed) return;
    this.#unwatch = watchSilence(
      () => {
        const track = this.trackOf("microphone");
        const muted = track?.muted ?? false;
        return { at: Date.now(), track: track?.id ?? null, level: this.level(), muted, expected: heard() };
      },
      (told) => this.#state.set({ mic_silent: told ? (this.#tracks.microphone?.label ?? "") : null }),
    );
  }

  /** Turn a device on or off. One change of a device after the other. */
  set(device: Device, on: boolean): Promise<void> {
    return this.#inTurn(device, async () => {
      if (this.#state.get()[FLAG[device]] === on) return;
      if (on) await this.#turnOn(device);
      else this.#turnOff(device);
    });
  }

  choose(device: Exclude<Device, "screen">, id: string): Promise<void> {
    remember(device, id);
    this.#state.set(device === "camera" ? { camera_id: id } : { microphone_id: id });
    return this.#inTurn(device, async () => {
      const on = this.#state.get()[FLAG[device]];
      this.#release(device);
      if (on) await this.#turnOn(device);
    });
  }

  /** Blur what is behind the person; remembered. Nothing happens where it is not offered. */
  async blur(on: boolean): Promise<void> {
    remember("blur", String(on));
    await this.#blur(on);
  }

  level(): number {
    return this.#state.get().mic ? this.#meter.level() : 0;
  }

  /** What may be sent now. */
  trackOf(device: Device): MediaStreamTrack | null {
    return this.#state.get()[FLAG[device]] ? this.#tracks[device] : null;
  }

  /** Turn every device off and give it back, the microphone too. Each may be turned on again. */
  letGo(): void {
    for (const device of ["microphone", "camera", "screen"] as const) {
      void this.#inTurn(device, async () => this.#turnOff(device, { release: true }));
    }
  }

  close(): void {
    this.#closed = true;
    this.#unwatch();
    navigator.mediaDevices?.removeEventListener("devicechange", this.#devicesChanged);
    for (const device of ["microphone", "camera", "screen"] as const) this.#turnOff(device, { release: true });
    this.#meter.close();
  }

  #inTurn(device: Device, change: () => Promise<void>): Promise<void> {
    const turn = this.#turns[device].then(change);
    this.#turns[device] = turn.catch(() => {});
    return turn;
  }

  async #turnOn(device: Device): Promise<void> {
    const kept = this.#tracks[device];
    if (kept?.readyState === "live") return this.#on(device, kept);
    const asking = (yes: boolean) => {
      const devices = new Set(this.#state.get().asking);
      if (yes) devices.add(device);
      else devices.delete(device);
      this.#state.set({ asking: devices });
    };
    asking(true);
    const taken = await (device === "screen" ? takeScreen() : takeInput(device));
    asking(false);
    if (taken !== null) this.#took(device, taken);
    void this.#list();
  }

  #took(device: Device, taken: Taken): void {
    const problems = this.#state.get().problems.filter((problem) => problem.device !== device);
    if ("problem" in taken) {
      this.#state.set({ problems: [...problems, taken.problem] as readonly DeviceProblem[] });
      this.#turnOff(device);
      return;
    }
    if (this.#closed) {
      taken.track.stop();
      return;
    }
    this.#state.set({ problems });
    taken.track.addEventListener("ended", () => this.#ended(device, taken.track));
    this.#on(device, taken.track);
  }

  #on(device: Device, track: MediaStreamTrack): void {
    this.#tracks[device] = track;
    track.enabled = true;
    if (device === "microphone") this.#meter.listen(track);
    if (device === "camera") {
      this.#state.set({ preview: new MediaStream([track]), blur: blurOf(track) });
      if (remembered("blur") === "true") void this.#blur(true);
    }
    if (device === "screen") this.#state.set({ screen_preview: new MediaStream([track]) });
    this.#state.set({ [FLAG[device]]: true });
    this.#onTrack(KIND[device], track);
  }

  /** The microphone is kept, silenced, so that it is back at once; a camera that is off has its light off. */
  #turnOff(device: Device, { release = device !== "microphone" } = {}): void {
    this.#onTrack(KIND[device], null);
    const track = this.#tracks[device];
    if (track) track.enabled = false;
    if (device === "microphone") this.#meter.listen(null);
    if (device === "camera") this.#state.set({ preview: null, blur: null });
    if (device === "screen") this.#state.set({ screen_preview: null });
    this.#state.set({ [FLAG[device]]: false });
    if (release) this.#release(device);
  }

  async #blur(on: boolean): Promise<void> {
    const track = this.#tracks.camera;
    if (track === null || blurOf(track) === null) return;
    await applyBlur(track, on);
    if (this.#tracks.camera === track && this.#state.get().camera) this.#state.set({ blur: blurOf(track) });
  }

  #release(device: Device): void {
    this.#tracks[device]?.stop();
    this.#tracks[device] = null;
  }

  /** Unplugged, taken away by the system, or the sharing was stopped in the browser's own bar. */
  #ended(device: Device, track: MediaStreamTrack): void {
    if (this.#tracks[device] !== track || this.#closed) return;
    void this.#inTurn(device, async () => {
      if (this.#tracks[device] !== track) return;
      const wasOn = this.#state.get()[FLAG[device]];
      this.#release(device);
      if (wasOn && device !== "screen") await this.#turnOn(device);
      else this.#turnOff(device);
    });
  }

  readonly #devicesChanged = () => {
    void this.#list();
    // What was missing or taken may be there now: forget the complaint, the person decides.
    const cured = (problem: DeviceProblem) => problem.kind !== "missing" && problem.kind !== "busy";
    this.#state.set({ problems: this.#state.get().problems.filter(cured) });
  };

  async #list(): Promise<void> {
    if (!this.#closed) this.#state.set(await listInputs());
  }
}
