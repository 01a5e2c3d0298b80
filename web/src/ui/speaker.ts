/** Which speakers play the lesson, where browsers let pages choose (W3C audio-output). Never fatal: else the system's own. */

const KEY = "deskside:speaker";

export interface SpeakerOption {
  readonly id: string;
  readonly label: string;
}

let chosen: string = remembered();

export const canChooseSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** Empty: the system's own. */
export const speakerNow = (): string => chosen;

/** The speakers that there are; empty as long as the browser gives no names away. */
export async function listSpeakers(): Promise<SpeakerOption[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId !== "" && deviceId !== "default")
    .map(({ deviceId: id, label }) => ({ id, label }));
}

/** Play everything of this page there from now on, and on the next visit. */
export function chooseSpeaker(id: string): void {
  chosen = id;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // storage is switched off: the choice holds for this page
  }
  for (const audio of document.querySelectorAll("audio")) void playThere(audio);
}

/** Let this element play on the chosen speakers; on the system's own if those are gone. */
export async function playThere(audio: HTMLAudioElement): Promise<void> {
  if (!canChooseSpeaker() || audio.sinkId === chosen) return;
  await audio.setSinkId(chosen).catch(() => audio.setSinkId("").catch(() => {}));
}

/** Browsers go silent when the chosen speakers are unplugged (W3C audio-output 3.2): move on, and back when they return. */
async function followPlugs(): Promise<void> {
  const there = (await listSpeakers()).some(({ id }) => id === chosen);
  for (const audio of document.querySelectorAll("audio")) {
    if (there) void playThere(audio);
    else if (audio.sinkId !== "") void audio.setSinkId("").catch(() => {});
  }
}

globalThis.navigator?.mediaDevices?.addEventListener("devicechange", () => void (canChooseSpeaker() && followPlugs()));

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}
