// A machine without devices, for tests: what is plugged in, how it answers, and what happens to its tracks.
import type { DeviceProblem, Input } from "../session/room";

/** A track as the browser gives it; what happens to it is fired as browsers do. */
export class FakeTrack extends EventTarget {
  static made = 0;
  readonly id = `track ${FakeTrack.made++}`;
  readyState = "live";
  muted = false;
  readonly kind: string;
  readonly device: Plug;
  #frames = 0;

  constructor(kind: string, device: Plug) {
    super();
    [this.kind, this.device] = [kind, device];
  }

  get stats() {
    if (!this.muted && this.readyState === "live") this.#frames += 20;
    return { deliveredFrames: this.#frames };
  }

  get label() {
    return this.device.label;
  }

  getSettings() {
    return { deviceId: this.device.deviceId, groupId: this.device.groupId };
  }

  fire(event: "ended" | "mute" | "unmute"): void {
    if (event === "ended") this.readyState = "ended";
    else this.muted = event === "mute";
    this.dispatchEvent(new Event(event));
  }
}

export interface Plug {
  readonly kind: string;
  readonly deviceId: string;
  readonly groupId: string;
  readonly label: string;
}
export const plug = (label: string, kind = "audioinput"): Plug => ({ kind, deviceId: label, groupId: label, label });
export const [BUILT_IN, HEADSET, CAMERA] = [plug("Built-in"), plug("Headset"), plug("Camera", "videoinput")];

/** The machine: what is plugged in, what was chosen, and how it answers. */
export class Machine extends EventTarget {
  plugged: Plug[] = [BUILT_IN, HEADSET, CAMERA];
  chosen: Record<string, string> = {};
  refuses: DeviceProblem["kind"] | null = null;
  permission = "granted";
  asked: Input[] = [];

  enumerateDevices = async () => this.plugged;

  change(plugged: Plug[]): void {
    this.plugged = plugged;
    this.dispatchEvent(new Event("devicechange"));
  }

  give(device: Input): FakeTrack | DeviceProblem {
    this.asked.push(device);
    const kind = device === "camera" ? "videoinput" : "audioinput";
    const all = this.plugged.filter((each) => each.kind === kind);
    const given = all.find(({ deviceId }) => deviceId === this.chosen[`deskside:${device}`]) ?? all[0];
    if (this.refuses !== null) return { device, kind: this.refuses, name: "Test" };
    if (given === undefined) return { device, kind: "missing", name: "Test" };
    return new FakeTrack(device === "camera" ? "video" : "audio", given);
  }
}
