// When a microphone or a camera that is on has to be taken again, as what it gives is dead. Pure.
//
// Systems take devices away (a call, another program, a locked screen, a headset that changes its profile) and tell of it by `mute` or
// `ended`, or not at all; and what iOS gives back says "live" and "not muted" and may give nothing (WebKit 208516, 259884). So whatever was
// muted is taken again once it is not, and what is muted, or gives nothing though it should, after a while.

/** What is known of a device that the person has on, at one moment. */
export interface TrackSample {
  /** Milliseconds of this machine. */
  readonly at: number;
  /** The track; one that was taken anew is another. Null: there is none, it was lost. */
  readonly track: string | null;
  /** Taken away for good (W3C mediacapture-main, "ended"). */
  readonly ended: boolean;
  /** The system has silenced it, maybe for a while ("muted"). */
  readonly muted: boolean;
  /** Frames, or seconds of sound, that it gave so far; null: nobody knows. */
  readonly given: number | null;
  /** Energy of the sound that it gave so far; null: nobody knows, or it is a camera. */
  readonly energy: number | null;
  /** The page can be seen. Systems mute what pages in the background have, and give it back by themselves. */
  readonly visible: boolean;
}

export interface Care {
  readonly track: string | null;
  readonly at: number;
  /** Milliseconds for which it has been muted, and for which it has given nothing, on a page that could be seen. */
  readonly muted_ms: number;
  readonly still_ms: number;
  /** For how long what was once sound has been nothing at all: quieter than any room. */
  readonly hollow_ms: number;
  readonly well_ms: number;
  readonly given: number | null;
  readonly energy: number | null;
  /** It was muted since it was taken. */
  readonly was_muted: boolean;
  /** It gave sound since it was taken. */
  readonly sounded: boolean;
  /** How often it was taken without being well for a while, and when the last time. */
  readonly tries: number;
  readonly tried_at: number;
}

export const NEW_CARE: Care = {
  track: null,
  at: 0,
  muted_ms: 0,
  still_ms: 0,
  hollow_ms: 0,
  well_ms: 0,
  given: null,
  energy: null,
  was_muted: false,
  sounded: false,
  tries: 0,
  tried_at: Number.NEGATIVE_INFINITY,
};

/** A headset that changes its profile, or a system's own sound, is over by then. */
const MUTED_LIMIT_MS = 3000;
/** Cameras give frames several times a second, also in the dark; microphones give silence. */
const STILL_LIMIT_MS = 4000;
/** Nobody's pause is digitally silent for that long on a device that works; whoever switches it off at the device loses nothing by a try. */
const HOLLOW_LIMIT_MS = 20_000;
/** A page that slept has measured nothing in the meantime. */
const LONGEST_STEP_MS = 2000;
/** Milliseconds from one try to the next, by how many were in vain: devices are let go of slowly, and nobody is asked without an end. */
const GAPS_MS = [0, 2000, 5000, 15_000, 60_000] as const;
/** After that long of being well, trouble is a new one. */
const WELL_LIMIT_MS = 20_000;

/** Take a sample. `take`: take the device again now; it counts as tried. */
export function heedTrack(former: Care, sample: TrackSample): { readonly care: Care; readonly take: boolean } {
  const { track } = sample;
  const { tries, tried_at } = former;
  const care = measured(track === former.track ? former : { ...NEW_CARE, track, tries, tried_at }, sample);
  const gap = GAPS_MS[Math.min(care.tries, GAPS_MS.length - 1)] ?? 0;
  if (!isDead(care, sample) || sample.at < tried_at + gap) return { care, take: false };
  return { care: { ...care, tries: care.tries + 1, tried_at: sample.at }, take: true };
}

function isGone({ track, ended }: TrackSample): boolean {
  return track === null || ended;
}

function isDead({ muted_ms, still_ms, hollow_ms, was_muted }: Care, sample: TrackSample): boolean {
  if (isGone(sample) || (was_muted && !sample.muted && sample.visible)) return true;
  return muted_ms >= MUTED_LIMIT_MS || still_ms >= STILL_LIMIT_MS || hollow_ms >= HOLLOW_LIMIT_MS;
}

const grew = (now: number | null, before: number | null) => now !== null && before !== null && now > before;

/** The same track a moment later. */
function measured(same: Care, sample: TrackSample): Care {
  const { at, muted, given, energy, visible } = sample;
  const step = same.at === 0 ? 0 : Math.min(LONGEST_STEP_MS, at - same.at);
  const further = (was_ms: number, so: boolean) => (so ? was_ms + step : 0);
  const sounded = same.sounded || grew(energy, same.energy);
  const known = given !== null && same.given !== null;
  const still_ms = further(same.still_ms, visible && !muted && known && !grew(given, same.given));
  const hollow_ms = further(same.hollow_ms, visible && energy !== null && sounded && !grew(energy, same.energy));
  const well_ms = further(same.well_ms, !isGone(sample) && !muted && still_ms === 0);
  const calm = well_ms >= WELL_LIMIT_MS;
  return {
    ...same,
    at,
    muted_ms: further(same.muted_ms, muted && visible),
    still_ms,
    hollow_ms,
    well_ms,
    given,
    energy,
    was_muted: muted || (same.was_muted && !calm),
    sounded,
    tries: calm && hollow_ms === 0 ? 0 : same.tries,
  };
}

/** Something has changed (a device came, the page can be seen again): trying again is worth while. */
export function encouraged(care: Care): Care {
  return { ...care, tries: 0 };
}

/** Taking it again by itself did not help: tell the person. */
export function isLost({ track, muted_ms, still_ms, tries }: Care): boolean {
  return tries >= 2 && (track === null || muted_ms > 0 || still_ms > 0);
}

/** The members of a report that are read here; all are optional, browsers differ (W3C webrtc-stats, 8.7 to 8.9). */
interface SourceStats {
  type: string;
  trackIdentifier?: string;
  frames?: number;
  totalSamplesDuration?: number;
  totalAudioEnergy?: number;
}

/** What a track has given so far, by what is known of the connection that sends it. */
export function givenBy(report: RTCStatsReport | null, track: MediaStreamTrack): Pick<TrackSample, "given" | "energy"> {
  let source: SourceStats | undefined;
  report?.forEach((stats: SourceStats) => {
    if (stats.type === "media-source" && stats.trackIdentifier === track.id) source = stats;
  });
  if (track.kind === "video") return { given: deliveredBy(track), energy: null };
  return { given: source?.totalSamplesDuration ?? null, energy: source?.totalAudioEnergy ?? null };
}

/** Frames of a camera (W3C mediacapture-extensions, 12). What a connection says of it stands still while nobody receives it. */
function deliveredBy(track: MediaStreamTrack): number | null {
  return (track as { stats?: { deliveredFrames?: number } }).stats?.deliveredFrames ?? null;
}
