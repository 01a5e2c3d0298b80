// The browser's own blur of what is behind a person (W3C mediacapture-extensions, 8).

/** Not in TypeScript's library yet. */
interface WithBlur {
  readonly backgroundBlur?: unknown;
}

/** Whether the browser blurs what is behind the person; null: it offers no choice for this camera. */
export function blurOf(track: MediaStreamTrack): boolean | null {
  const offered = (track.getCapabilities?.() as WithBlur | undefined)?.backgroundBlur;
  if (!Array.isArray(offered) || !offered.includes(true) || !offered.includes(false)) return null;
  return (track.getSettings() as WithBlur).backgroundBlur === true;
}

/** Ask for the blur, or for none; what came of it is in `blurOf`. */
export async function applyBlur(track: MediaStreamTrack, on: boolean): Promise<void> {
  const wanted = { ...track.getConstraints(), backgroundBlur: on };
  await track.applyConstraints(wanted).catch(() => {}); // the camera ended meanwhile, or another page decides
}
