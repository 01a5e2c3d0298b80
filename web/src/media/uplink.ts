// How much of the picture the line to the engine carries beside the sound: sound stays whole, the picture gives way. Pure.
import { type Limit, NO_LIMIT } from "./encodings";

/** What the engine reports of the sound that it receives from us (RFC 3550, 6.4). */
export interface UplinkSample {
  /** Milliseconds. */
  readonly at: number;
  /** Lost of the sound since the report before, 0 to 1; null: no new report. */
  readonly lost: number | null;
  readonly rtt_ms: number | null;
  /** How long this browser took to tell: a processor that has much to do looks like a queue in the line. */
  readonly told_in_ms: number;
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
/** A browser that is this late with its own figures is as late with packets: its round trips say nothing of the line. */
const BUSY_MS = 50;
/** Reports in a row for which a queue stands, sound that is not lost included, before the last picture is given up. */
const STANDING = 5;
/** One late report may be anything. */
const SEEN_TWICE = 2;
/** Milliseconds in which a change shows: the queue empties, and the next report comes (once a second). */
const SETTLE_MS = 1500;
/** Milliseconds of calm before more is tried; doubled each time that it was too much. */
const PATIENCE_MS = 8000;
const LONGEST_PATIENCE_MS = 120_000;
/** A picture where there is none takes the most from the sound: it is tried so much later. */
const PAUSED_PATIENCE = 3;
/** A step up that goes well for this long was right. */
const PROVED_MS = 30_000;
/** Losses and queues that do not go when the picture does are the line's own; so much more than they are is ours. */
const OWN = 1.5;
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
  /** Losses up to this are not the picture's fault; nor are queues of so many milliseconds. */
  readonly tolerated: number;
  readonly tolerated_ms: number;
  /** Reports of a full queue in a row, since the stage was entered. */
  readonly standing: number;
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
  tolerated_ms: QUEUED_MS,
  standing: 0,
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
export function reportOf(
  stats: RTCStatsReport,
  after: number,
  told_in_ms: number,
): (UplinkSample & { readonly reported: number }) | null {
  let found: Report | null = null;
  stats.forEach((each: Report) => {
    if (each.type === "remote-inbound-rtp" && each.kind === "audio" && each.timestamp > after) found = each;
  });
  if (found === null) return null;
  const { timestamp, fractionLost, roundTripTime } = found as Report;
  const rtt_ms = roundTripTime === undefined ? null : roundTripTime * 1000;
  return { at: performance.now(), reported: timestamp, lost: fractionLost ?? null, rtt_ms, told_in_ms };
}

/** `sending`: there is a picture that could give way. */
export function follow(former: Uplink, sample: UplinkSample, sending: boolean): Uplink {
  const rtt_ms = sample.told_in_ms < BUSY_MS ? sample.rtt_ms : null;
  const { lost } = sample;
  const uplink = measured(former, lost, rtt_ms);
  if (lost === null && rtt_ms === null) return uplink;
  const queued = rtt_ms === null ? 0 : rtt_ms - Math.min(...uplink.round_trips);
  return judged(uplink, { at: sample.at, lost: lost ?? 0, queued }, sending);
}

interface Judged {
  readonly at: number;
  readonly lost: number;
  /** Milliseconds by which the round trip is longer than the shortest one. */
  readonly queued: number;
}

function judged(former: Uplink, { at, lost, queued }: Judged, sending: boolean): Uplink {
  const [full, suffers] = [queued >= former.tolerated_ms, lost >= former.tolerated];
  const uplink = { ...former, standing: full ? former.standing + 1 : 0 };
  if (!full && !suffers) return calm(uplink, at);
  const noted = { ...uplink, bad_at: at };
  if (!sending || (uplink.since > 0 && at - uplink.since < SETTLE_MS)) return noted;
  if (uplink.stage >= SMALLEST) return atLeast(noted, { at, lost, queued });
  if (!suffers && noted.standing < SEEN_TWICE) return noted;
  const severe = lost >= LOST_MOST || queued >= Math.max(QUEUED_MOST_MS, uplink.tolerated_ms);
  return lowered(noted, severe ? SMALLEST : uplink.stage + 1, at);
}

/** With the smallest picture or none, which take next to nothing: does the line carry as little as that, or is it not our doing? */
function atLeast(uplink: Uplink, { at, lost, queued }: Judged): Uplink {
  const suffers = lost >= uplink.tolerated && uplink.standing >= SEEN_TWICE; // the first report may tell of before
  const stands = uplink.standing >= STANDING;
  if (uplink.standing === 0) return { ...uplink, tolerated: Math.min(1, lost * OWN), patience_ms: PATIENCE_MS };
  if (uplink.stage < PAUSED) return suffers || stands ? lowered(uplink, PAUSED, at) : uplink;
  if (!stands) return uplink;
  const tolerated_ms = queued * OWN;
  return { ...uplink, tolerated_ms, patience_ms: PATIENCE_MS, stage: SMALLEST, since: at, rising: true, standing: 0 };
}

function lowered(uplink: Uplink, stage: number, at: number): Uplink {
  if (stage === uplink.stage) return uplink;
  const patience = uplink.rising ? Math.min(LONGEST_PATIENCE_MS, uplink.patience_ms * 2) : uplink.patience_ms;
  return { ...uplink, stage, since: at, rising: false, patience_ms: patience, standing: 0 };
}

function measured(former: Uplink, lost: number | null, rtt_ms: number | null): Uplink {
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
