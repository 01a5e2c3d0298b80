// How much of the picture the line to the engine carries beside the sound: sound stays whole, the picture gives way. Pure.
import { type Limit, NO_LIMIT } from "./encodings";

/** What the engine reports of the sound that it receives from us (RFC 3550, 6.4). */
export interface UplinkSample {
  /** Milliseconds. */
  readonly at: number;
  /** Lost of the sound since the report before, 0 to 1; null: no new report. */
  readonly lost: number | null;
  readonly rtt_ms: number | null;
}

/** From the whole picture to none: layers go first, then frames, then everything. */
const STAGES: readonly Limit[] = [
  NO_LIMIT,
  { ...NO_LIMIT, best: 1 },
  { ...NO_LIMIT, best: 0 },
  { best: 0, bitrate: 60_000, frames: 8 },
  { best: null, bitrate: null, frames: null },
];
const SMALLEST = 3;
const PAUSED = 4;

/** In-band error correction and concealment hide less than this. */
const LOST_MANY = 0.04;
const LOST_MOST = 0.1;
/** Milliseconds that a full queue adds to the round trip: from here on it is one. */
const QUEUED_MS = 100;
const QUEUED_MOST_MS = 200;
/** Milliseconds in which a change shows: the queue empties, and the next report comes (once a second). */
const SETTLE_MS = 1500;
/** Milliseconds of calm before more is tried; doubled each time that it was too much. */
const PATIENCE_MS = 8000;
const LONGEST_PATIENCE_MS = 120_000;
/** A picture where there is none takes the most from the sound: it is tried so much later. */
const PAUSED_PATIENCE = 3;
/** A step up that goes well for this long was right. */
const PROVED_MS = 30_000;
/** Losses that do not go when the picture does are the line's own; so much more than they are is ours. */
const OWN_LOSS = 1.5;
/** Reports, one a second: another way through the net has another round trip, and no queue is that patient. */
const REMEMBERED = 30;

export interface Uplink {
  readonly stage: number;
  /** When the stage was entered; when the last bad report came. */
  readonly since: number;
  readonly bad_at: number;
  readonly patience_ms: number;
  /** The stage was entered from one that is less. */
  readonly rising: boolean;
  /** Round trips of the last half minute: the shortest is the one without a queue. */
  readonly round_trips: readonly number[];
  /** Losses up to this are not the picture's fault. */
  readonly tolerated: number;
  /** The last figures. */
  readonly lost: number | null;
  readonly rtt_ms: number | null;
}

export const NEW_UPLINK: Uplink = {
  stage: 0,
  since: 0,
  bad_at: 0,
  patience_ms: PATIENCE_MS,
  rising: false,
  round_trips: [],
  tolerated: LOST_MANY,
  lost: null,
  rtt_ms: null,
};

export const limitOf = ({ stage }: Uplink): Limit => STAGES[stage] ?? NO_LIMIT;
export const isPaused = ({ stage }: Uplink): boolean => stage === PAUSED;

/** Chromium, Firefox and Safari name them alike (W3C webrtc-stats, remote-inbound-rtp); each member may be absent. */
interface Report {
  readonly type: string;
  readonly kind?: string;
  readonly timestamp: number;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
}

/** The engine's newest report on our sound, if it is newer than `after` (its own time). */
export function reportOf(stats: RTCStatsReport, after: number): (UplinkSample & { readonly reported: number }) | null {
  let found: Report | null = null;
  stats.forEach((each: Report) => {
    if (each.type === "remote-inbound-rtp" && each.kind === "audio" && each.timestamp > after) found = each;
  });
  if (found === null) return null;
  const { timestamp, fractionLost, roundTripTime } = found as Report;
  const rtt_ms = roundTripTime === undefined ? null : roundTripTime * 1000;
  return { at: Date.now(), reported: timestamp, lost: fractionLost ?? null, rtt_ms };
}

/** `sending`: there is a picture that could give way. */
export function follow(former: Uplink, sample: UplinkSample, sending: boolean): Uplink {
  const uplink = measured(former, sample);
  if (sample.lost === null && sample.rtt_ms === null) return uplink;
  const queued = (sample.rtt_ms ?? 0) - Math.min(...uplink.round_trips);
  const lost = sample.lost ?? 0;
  const full = queued >= QUEUED_MS;
  const bad = full || lost >= uplink.tolerated;
  if (!bad) return calm(uplink, sample.at);
  const noted = { ...uplink, bad_at: sample.at };
  if (!sending || (uplink.since > 0 && sample.at - uplink.since < SETTLE_MS)) return noted;
  if (!full && uplink.stage >= SMALLEST) {
    // The smallest picture takes next to nothing, no queue has grown, and still as much is lost: it is lost without us, too.
    return { ...noted, tolerated: Math.min(1, lost * OWN_LOSS), patience_ms: PATIENCE_MS };
  }
  const severe = lost >= LOST_MOST || queued >= QUEUED_MOST_MS;
  const next = severe ? Math.max(SMALLEST, uplink.stage + 1) : uplink.stage + 1;
  return lowered(noted, Math.min(full ? PAUSED : SMALLEST, next), sample.at);
}

function lowered(uplink: Uplink, stage: number, at: number): Uplink {
  if (stage === uplink.stage) return uplink;
  const patience = uplink.rising ? Math.min(LONGEST_PATIENCE_MS, uplink.patience_ms * 2) : uplink.patience_ms;
  return { ...uplink, stage, since: at, rising: false, patience_ms: patience };
}

function measured(former: Uplink, { lost, rtt_ms }: UplinkSample): Uplink {
  const round_trips = rtt_ms === null ? former.round_trips : [...former.round_trips, rtt_ms].slice(-REMEMBERED);
  return { ...former, round_trips, lost: lost ?? former.lost, rtt_ms: rtt_ms ?? former.rtt_ms };
}

function calm(uplink: Uplink, at: number): Uplink {
  const proved = uplink.rising && at - uplink.since >= PROVED_MS;
  const steady = proved ? { ...uplink, rising: false, patience_ms: PATIENCE_MS } : uplink;
  const waited = at - Math.max(uplink.since, uplink.bad_at);
  const patience = uplink.patience_ms * (isPaused(uplink) ? PAUSED_PATIENCE : 1);
  if (uplink.stage === 0 || waited < Math.min(patience, LONGEST_PATIENCE_MS)) return steady;
  return { ...uplink, stage: uplink.stage - 1, since: at, rising: true };
}
