// Microphones, cameras and screens of this machine. A device that gives nothing is a value, never an exception.
import type { Device, DeviceProblem, Input, ProblemKind } from "../session/room";

export type Taken = { readonly track: MediaStreamTrack } | { readonly problem: DeviceProblem };

const KINDS: Record<string, ProblemKind> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 24, max: 30 },
};
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Ask for a microphone or a camera; the remembered one if it is there, else any. */
export async function takeInput(device: Input): Promise<Taken> {
  // Browsers hide the interface altogether on pages that are neither https nor localhost (W3C mediacapture-main 9.2).
  if (!navigator.mediaDevices) return { problem: { device, kind: "insecure", name: "InsecureContext" } };
  const id = remembered(device);
  const taken = await take(device, id);
  // The remembered one may be gone, in use elsewhere or broken: any other is better than none.
  const worthAnother = id !== null && "problem" in taken && taken.problem.kind !== "denied";
  return worthAnother ? take(device, null) : taken;
}

/** `id`: this one and no other, as browsers that let people choose in their own question pass over mere wishes; null: any. */
async function take(device: Input, id: string | null): Promise<Taken> {
  const wanted = {
    ...(device === "camera" ? CAMERA : MICROPHONE),
    ...(id === null ? {} : { deviceId: { exact: id } }),
  };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      device === "camera" ? { video: wanted } : { audio: wanted },
    );
    return first(stream, device);
  } catch (error) {
    return { problem: problemOf(device, error) };
  }
}

/** Opens the browser's choice of screens; null when the person closed it. */
export async function takeScreen(): Promise<Taken | null> {
  if (!navigator.mediaDevices?.getDisplayMedia) {
    const kind = globalThis.isSecureContext ? "missing" : "insecure";
    return { problem: { device: "screen", kind, name: "NotSupported" } };
  }
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } } });
    const taken = first(stream, "screen");
    if ("track" in taken) taken.track.contentHint = "detail";
    return taken;
  } catch (error) {
    const problem = problemOf("screen", error);
    return problem.kind === "denied" ? null : { problem };
  }
}

function first(stream: MediaStream, device: Device): Taken {
  const [track] = stream.getTracks();
  return track ? { track } : { problem: { device, kind: "missing", name: "NoTrack" } };
}

export function problemOf(device: Device, error: unknown): DeviceProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "UnknownError";
  return { device, kind: KINDS[name] ?? "failed", name };
}

const KEY = "deskside:";

/** The device (or "true" for the blur) chosen the last time on this machine; null: any. */
export function remembered(device: Input | "blur"): string | null {
  try {
    return localStorage.getItem(KEY + device);
  } catch {
    return null; // storage is switched off
  }
}

export function remember(device: Input | "blur", id: string): void {
  try {
    localStorage.setItem(KEY + device, id);
  } catch {
    // storage is switched off: the choice holds for this page
  }
}
