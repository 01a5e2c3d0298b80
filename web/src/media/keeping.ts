// Keeps microphone and camera alive: what the system took away, what was pulled and put back, what died without a word is taken again, and a
// microphone that gives nothing is told of. Loaded after the page's first picture.
import type { DeviceProblem, Input, MediaState } from "../session/room";
import type { Store } from "../session/store";
import { applyBlur, blurOf } from "./blur";
import { remembered } from "./devices";
import { type Care, encouraged, givenBy, heedTrack, isLost, NEW_CARE } from "./own-track";
import { hasCome, isWorthTaking, type Plugged } from "./plugged";
import { watchSilence } from "./silence";

/** The person's own media, as far as they are kept alive. */
export interface Kept {
  readonly state: Store<MediaState>;
  readonly parts: { heard(): boolean; stats(): Promise<RTCStatsReport> | null };
  wants(device: Input): boolean;
  trackOf(device: Input | "screen"): MediaStreamTrack | null;
  again(device: Input): Promise<DeviceProblem | null>;
  set(device: "screen", on: boolean): Promise<void>;
  level(): number;
  wake(): void;
}

const EVERY_MS = 1000;
const INPUTS = ["microphone", "camera"] as const satisfies readonly Input[];
const EVENTS = ["ended", "mute", "unmute"] as const;

/** The device behind a track. */
interface Origin {
  readonly id: string;
  readonly group: string;
  readonly label: string;
}

export class Keeping {
  readonly #kept: Kept;
  readonly #unwatch: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #heeded = new WeakSet<MediaStreamTrack>();
  readonly #care: Record<Input, Care> = { microphone: NEW_CARE, camera: NEW_CARE };
  readonly #origins: Partial<Record<Input, Origin>> = {};
  readonly #problems: Partial<Record<Input, DeviceProblem>> = {};
  readonly #taking = new Set<Input>();
  #plugged: readonly Plugged[] = [];
  #looking = false;
  #stopped = false;

  constructor(kept: Kept) {
    this.#kept = kept;
    navigator.mediaDevices?.addEventListener("devicechange", this.#devicesChanged);
    document.addEventListener("visibilitychange", this.#shown);
    this.#unwatch = watchSilence(
      () => {
        const track = kept.trackOf("microphone");
        const [muted, expected] = [track?.muted ?? false, kept.parts.heard()];
        return { at: Date.now(), track: track?.id ?? null, level: kept.level(), muted, expected };
      },
      (told) => kept.state.set({ mic_silent: told ? (kept.trackOf("microphone")?.label ?? "") : null }),
    );
    this.#timer = setInterval(this.look, EVERY_MS);
    void this.#list();
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    clearInterval(this.#timer);
    navigator.mediaDevices?.removeEventListener("devicechange", this.#devicesChanged);
    document.removeEventListener("visibilitychange", this.#shown);
  }

  /** Something may have changed: look now. */
  readonly look = (): void => {
    if (!this.#looking && !this.#stopped) void this.#look();
  };

  /** Blur what is behind the person as it was chosen the last time, where that is offered. */
  readonly blur = async (): Promise<void> => {
    const track = this.#kept.trackOf("camera");
    if (track === null || blurOf(track) === null) return;
    await applyBlur(track, remembered("blur") === "true");
    if (this.#kept.trackOf("camera") === track) this.#kept.state.set({ blur: blurOf(track) });
  };

  async #look(): Promise<void> {
    this.#looking = true;
    const report = (await this.#kept.parts.stats()?.catch(() => null)) ?? null;
    for (const device of INPUTS) this.#attend(device, report);
    const screen = this.#kept.trackOf("screen");
    if (screen?.readyState === "ended")
      void this.#kept.set("screen", false); // stopped in the browser's own bar
    else if (screen !== null) this.#heed(screen);
    this.#looking = false;
  }

  #attend(device: Input, report: RTCStatsReport | null): void {
    const track = this.#kept.trackOf(device);
    if (track !== null && this.#heed(track)) this.#begun(device, track);
    if (device === "camera" && track === null) this.#kept.state.set({ blur: null });
    if (!this.#kept.wants(device) || this.#taking.has(device)) {
      if (!this.#taking.has(device)) this.#forget(device);
      return;
    }
    const { care, take } = heedTrack(this.#care[device], {
      at: Date.now(),
      track: track?.id ?? null,
      ended: track?.readyState === "ended",
      muted: track?.muted ?? false,
      visible: document.visibilityState === "visible",
      ...(track === null ? { given: null, energy: null } : givenBy(report, track)),
    });
    this.#care[device] = care;
    // What the browser refuses it is not asked for without a click.
    if (take && this.#problems[device]?.kind !== "denied") void this.#again(device);
    else this.#tell();
  }

  /** True: the track is a new one. */
  #heed(track: MediaStreamTrack): boolean {
    if (this.#heeded.has(track)) return false;
    this.#heeded.add(track);
    for (const event of EVENTS) track.addEventListener(event, this.look);
    return true;
  }

  /** Another track gives: of the same device, or of another one. */
  #begun(device: Input, track: MediaStreamTrack): void {
    const former = this.#origins[device];
    const { deviceId: id = "", groupId: group = "" } = track.getSettings();
    this.#origins[device] = { id, group, label: track.label };
    delete this.#problems[device];
    if (device === "camera") {
      this.#kept.state.set({ blur: blurOf(track) });
      if (remembered("blur") === "true") void this.blur();
    }
    void this.#list();
    if (!this.#taking.has(device) || former === undefined) return; // by the person's own act
    if (former.id === id && former.label === track.label) return;
    this.#kept.state.set({ moved: { device, label: track.label, back: id === remembered(device) } });
  }

  async #again(device: Input): Promise<void> {
    if (this.#taking.has(device)) return;
    this.#taking.add(device);
    const first = this.#care[device].tries <= 1;
    const problem = first || (await isAllowed(device)) ? await this.#kept.again(device) : refused(device);
    if (problem !== null) this.#problems[device] = ofThisMoment(problem);
    const track = this.#kept.trackOf(device);
    if (problem === null && track !== null) {
      this.#kept.wake();
      if (this.#heed(track)) this.#begun(device, track);
      this.#kept.state.set({ retaken: this.#kept.state.get().retaken + 1 });
    }
    this.#taking.delete(device);
    this.#tell();
  }

  /** It is off, as the person wants it. */
  #forget(device: Input): void {
    if (this.#care[device] === NEW_CARE) return;
    this.#care[device] = NEW_CARE;
    delete this.#problems[device];
    delete this.#origins[device];
    this.#tell();
  }

  #tell(): void {
    const lost = INPUTS.flatMap((device): readonly DeviceProblem[] => {
      const problem = this.#problems[device];
      if (problem !== undefined && this.#care[device].track === null) return [problem];
      if (!isLost(this.#care[device])) return [];
      return [problem ?? { device, kind: "busy", name: "Muted" }];
    });
    const { lost: former } = this.#kept.state.get();
    const same = lost.length === former.length && lost.every(({ kind }, n) => kind === former[n]?.kind);
    if (!same) this.#kept.state.set({ lost });
  }

  readonly #shown = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#kept.wake();
    for (const device of INPUTS) this.#care[device] = encouraged(this.#care[device]);
    this.look();
  };

  readonly #devicesChanged = async (): Promise<void> => {
    const before = this.#plugged;
    await this.#list();
    const { problems } = this.#kept.state.get();
    // What was missing or taken may be there now: forget the complaint.
    const cured = ({ kind }: DeviceProblem) => kind !== "missing" && kind !== "busy";
    this.#kept.state.set({ problems: problems.filter(cured) });
    for (const device of INPUTS) {
      if (!this.#kept.wants(device)) continue;
      const track = this.#kept.trackOf(device);
      if (track === null || hasCome(device, before, this.#plugged)) this.#care[device] = encouraged(this.#care[device]);
      const { deviceId: id = "", groupId: group = "" } = track?.getSettings() ?? {};
      const chosen = remembered(device);
      if (track !== null && isWorthTaking(device, before, this.#plugged, chosen, { id, group }))
        void this.#again(device);
    }
    this.look();
  };

  async #list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    if (this.#stopped) return;
    this.#plugged = all.flatMap(({ kind, deviceId: id, label, groupId: group }): readonly Plugged[] => {
      if (id === "" || kind === "audiooutput") return [];
      return [{ device: kind === "audioinput" ? "microphone" : "camera", id, label, group }];
    });
    const of = (device: Input) => this.#plugged.filter((each) => each.device === device);
    this.#kept.state.set({ microphones: of("microphone"), cameras: of("camera") });
  }
}

/** Whether the browser would give the device without asking the person; one that does not say is asked. */
async function isAllowed(device: Input): Promise<boolean> {
  const asked = navigator.permissions?.query({ name: device as PermissionName });
  return (await asked?.catch(() => null))?.state !== "prompt";
}

/** Some systems refuse everything to pages in the background; that says nothing of the person's will. */
function ofThisMoment(problem: DeviceProblem): DeviceProblem {
  return document.visibilityState === "visible" ? problem : { ...problem, kind: "busy" };
}

function refused(device: Input): DeviceProblem {
  return { device, kind: "denied", name: "NotAskedAgain" };
}
