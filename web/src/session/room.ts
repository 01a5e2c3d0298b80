// What a screen may do with a room: types only. `app/room.ts` makes one; screens get it as a property.

import type { SignFault } from "../wire/session";
import type { Boards } from "./boards";
import type { Commands, Outcome } from "./commands";
import type { Observable, RoomState } from "./store";

export type Device = "microphone" | "camera" | "screen";
/** What is plugged in or built in, and may be gone at any moment. */
export type Input = Exclude<Device, "screen">;

/** Why a device gives nothing. Never fatal: one can join with what there is. */
export type ProblemKind =
  /** Not asked for again by the browser until the person changes it in its settings. */
  | "denied"
  /** There is no such device. */
  | "missing"
  /** Another program has it, or it failed. */
  | "busy"
  /** The page is not on https or localhost, so browsers give no devices at all. */
  | "insecure"
  /** Something else; `name` is the browser's own word. */
  | "failed";

export interface DeviceProblem {
  readonly device: Device;
  readonly kind: ProblemKind;
  /** The DOMException's name, for support. */
  readonly name: string;
}

export interface DeviceChoice {
  readonly id: string;
  /** Empty as long as the browser has no permission to tell. */
  readonly label: string;
}

/** Another device is used now than a moment ago, by itself. */
export interface Moved {
  readonly device: Input;
  /** Its name. */
  readonly label: string;
  /** It is the chosen one, which was gone. */
  readonly back: boolean;
}

/** Streams of one other person; null until they are negotiated. Whether something comes: `camera`, `mic`, `screen` of the person. */
export interface RemoteMedia {
  /** The microphone, for an `<audio>`: Chromium plays no sound of a `<video>` before its first frame, and a camera may be off. */
  readonly sound: MediaStream | null;
  /** The camera, without sound. Like the others stable as long as the connection is the same. */
  readonly camera: MediaStream | null;
  readonly screen: MediaStream | null;
}

export interface MediaState {
  /** What this person wants to be sent and what there is: before joining only shown and measured here, nothing leaves. */
  readonly mic: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  /** No picture is sent, as this line carries the sound only; it goes on by itself. */
  readonly camera_paused: boolean;
  /** Devices that the browser is being asked for now. */
  readonly asking: ReadonlySet<Device>;
  readonly problems: readonly DeviceProblem[];
  /** Own camera, without sound; null while it is off. */
  readonly preview: MediaStream | null;
  /** Own shared screen; null while nothing is shared. */
  readonly screen_preview: MediaStream | null;
  readonly microphones: readonly DeviceChoice[];
  readonly cameras: readonly DeviceChoice[];
  readonly microphone_id: string | null;
  readonly camera_id: string | null;
  /** Whether the browser blurs what is behind the person; null: it offers no choice. */
  readonly blur: boolean | null;
  /** Name of the microphone (maybe empty) that is on, should be heard and gives nothing; null: all is well. */
  readonly mic_silent: string | null;
  /** Devices that the person has on and that give nothing, although they were taken again; why. They are tried on where that can help. */
  readonly lost: readonly DeviceProblem[];
  /** The newest change of a device that nobody asked for; each time another object. */
  readonly moved: Moved | null;
  /** How often a device was taken again by itself: the system may have interrupted what is played, too. */
  readonly retaken: number;
  /** By user id. */
  readonly remote: Readonly<Record<string, RemoteMedia>>;
  /** `recovering`: a cut was noticed, media are being brought back; frames may stand still. */
  readonly media_link: "connecting" | "up" | "recovering";
  /** Of what this page receives, every two seconds; null as long as nothing was measured. */
  readonly loss_percent: number | null;
  readonly rtt_ms: number | null;
  /** People whose picture should move and stands still. */
  readonly frozen: ReadonlySet<string>;
}

export interface RoomMedia {
  readonly state: Observable<MediaState>;
  /** Ask for the device if needed and turn it on, or off. Off sends nothing at all. Never throws; see `problems`. */
  setMic(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Opens the browser's own choice of a screen. Closing that dialog leaves everything as it was. */
  setScreen(on: boolean): Promise<void>;
  /** Remembered for the next time. Takes effect at once if the device is on. */
  chooseMicrophone(id: string): Promise<void>;
  chooseCamera(id: string): Promise<void>;
  /** The click that the browser wants before it gives what was `lost`. */
  takeAgain(): void;
  /** Remembered. Does nothing where `blur` is null. */
  setBlur(on: boolean): void;
  /** Loudness of the own microphone now, 0 to 1; 0 while it is off. For a meter that draws each frame. */
  micLevel(): number;
  /** Loudness of another person now, 0 to 1. */
  levelOf(userId: string): number;
  /** How large the picture of this person is drawn, in CSS pixels; 0, 0 when hidden. Call it at each change of size. */
  showTile(userId: string, width: number, height: number): void;
  /** Resolves with the first frame after joining: what can wait begins then. */
  readonly pictured: Promise<void>;
  /** Mark the first frame of this element for measurements (`deskside:first-frame`). Returns a function to stop. */
  watchFrames(video: HTMLVideoElement): () => void;
}

/** What a screen says of itself while it is drawn. Students: whom the sign on it shows; others nobody. */
export interface Proof {
  readonly audience: readonly string[];
  readonly fault: SignFault | null;
}

export interface Room {
  readonly store: Observable<RoomState>;
  readonly commands: Commands;
  readonly media: RoomMedia;
  /** What boards need is loaded with the first one; always the same object. `onTrouble`: it did not come soon; it is tried on. */
  openBoards(onTrouble: () => void): Promise<Boards>;
  /** The server's clock: milliseconds since the epoch, for stopwatches. */
  now(): number;
  /** Enter the room. Students: `audience` are the ids of everybody whom the sign on the screen shows; others `[]`. */
  join(audience: readonly string[]): Promise<Outcome>;
  /** Go back out of the room for good; devices are let go. `store.closed` becomes `left`. */
  leave(): Promise<void>;
  /**
   * This screen governs the media from now on: `prove` is asked every two seconds and must look at the page itself; null: the
   * screen is not on it. When no screen governs them any more, devices are let go. Returns what ends it.
   */
  readonly governedBy: (prove: () => Proof | null) => () => void;
  /** Something that the proof is about has changed: prove now. */
  beat(): void;
  /** Let go of everything; for unmounting. */
  dispose(): void;
}
