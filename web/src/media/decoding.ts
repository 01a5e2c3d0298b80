// How much of what is sent to this page its machine decodes in time. Pure; what a line loses is another matter, and the server's.
import { isPressed, type Pressure } from "./pressure";

/** Totals of all pictures that are received; each only grows while the connection is the same. */
export interface Decoded {
  /** Milliseconds. */
  readonly at: number;
  readonly received: number;
  readonly decoded: number;
  readonly dropped: number;
  readonly pixels: number;
  readonly packets: number;
  readonly lost: number;
  /** Seconds of work; null: this browser does not tell. */
  readonly worked: number | null;
}

/** What a machine did between two looks. */
export interface DecodingSample {
  readonly at: number;
  /** Of the frames that came, how many were not shown: 0 to 1. */
  readonly missed: number;
  /** Of the time, how much went into decoding: 1 is one picture at a time, always. */
  readonly busy: number;
  /** Decoded in a second. */
  readonly pixels: number;
  /** Of the packets: 0 to 1. */
  readonly lost: number;
  readonly pressure: Pressure | null;
}

const MISSED_MANY = 0.3;
/** Who waits for a keyframe misses as many, and does not work meanwhile. */
const BUSY = 0.3;
/** Frames that a lossy line has spoilt are nobody's who decodes. */
const LOST_FEW = 0.01;
/** Looks in a row: whenever a picture begins or its layer changes, some are missed. */
const SEEN = 3;
const SETTLE_MS = 8000;
/** Of what was decoded while it was too much. */
const KEPT = 0.7;
/** Less than one small picture is not asked for. */
const LEAST_PIXELS = 320 * 180 * 8;
const PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 600_000;
const PROVED_MS = 60_000;
const GROWTH = 1.6;
/** So much of the limit, or less, is what is sent anyway: it limits nothing. */
const IDLE = 0.5;

export interface Decoding {
  /** Pixels a second that are asked for at most; null: all that there is. */
  readonly pixels: number | null;
  readonly since: number;
  readonly behind: number;
  readonly behind_at: number;
  readonly patience_ms: number;
  /** The limit before the last step up; null: none is being tried. */
  readonly good: number | null;
}

export const NEW_DECODING: Decoding = {
  pixels: null,
  since: Number.NEGATIVE_INFINITY,
  behind: 0,
  behind_at: Number.NEGATIVE_INFINITY,
  patience_ms: PATIENCE_MS,
  good: null,
};

export function followDecoding(former: Decoding, sample: DecodingSample): Decoding {
  const { at, missed, busy, lost } = sample;
  if (missed < MISSED_MANY || busy < BUSY || lost >= LOST_FEW) return calm(former, sample);
  const noted = { ...former, behind: former.behind + 1, behind_at: at };
  if (noted.behind < SEEN || at - former.since < SETTLE_MS) return noted;
  if (noted.good !== null) {
    const patience_ms = Math.min(LONGEST_PATIENCE_MS, noted.patience_ms * 2);
    return { ...noted, pixels: noted.good, since: at, behind: 0, good: null, patience_ms };
  }
  const pixels = Math.max(LEAST_PIXELS, Math.round(Math.min(sample.pixels, noted.pixels ?? sample.pixels) * KEPT));
  return { ...noted, pixels, since: at, behind: 0 };
}

function calm(former: Decoding, { at, pixels, pressure }: DecodingSample): Decoding {
  const steady = { ...former, behind: 0, behind_at: isPressed(pressure) ? at : former.behind_at };
  if (steady.good !== null && at - steady.since >= PROVED_MS) steady.good = null;
  if (steady.pixels === null || at - Math.max(steady.since, steady.behind_at) < steady.patience_ms) return steady;
  if (pixels <= steady.pixels * IDLE) return { ...steady, pixels: null, since: at, good: steady.pixels };
  return { ...steady, pixels: Math.round(steady.pixels * GROWTH), since: at, good: steady.pixels };
}

/** All members are optional, browsers differ (W3C webrtc-stats, inbound-rtp). */
interface AnyStats {
  readonly type: string;
  readonly kind?: string;
  readonly framesReceived?: number;
  readonly framesDecoded?: number;
  readonly framesDropped?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly totalDecodeTime?: number;
}

interface Counted {
  readonly totals: Decoded;
  /** Decoded of each picture, by the id of its statistics. */
  readonly frames: ReadonlyMap<string, number>;
}

/** `former`: what was decoded of each before; pixels are counted since then, at a picture's present size. */
export function decodedOf(report: RTCStatsReport, at: number, former: Counted["frames"]): Counted {
  const frames = new Map<string, number>();
  const sum = { at, received: 0, decoded: 0, dropped: 0, pixels: 0, packets: 0, lost: 0, worked: 0 as number | null };
  report.forEach((each: AnyStats, id: string) => {
    if (each.type !== "inbound-rtp" || each.kind !== "video" || each.framesReceived === undefined) return;
    const { framesDecoded = 0, frameWidth = 0, frameHeight = 0 } = each;
    frames.set(id, framesDecoded);
    sum.received += each.framesReceived;
    sum.decoded += framesDecoded;
    sum.dropped += each.framesDropped ?? 0;
    sum.pixels += Math.max(0, framesDecoded - (former.get(id) ?? framesDecoded)) * frameWidth * frameHeight;
    sum.packets += each.packetsReceived ?? 0;
    sum.lost += each.packetsLost ?? 0;
    sum.worked = sum.worked === null || each.totalDecodeTime === undefined ? null : sum.worked + each.totalDecodeTime;
  });
  return { totals: sum, frames };
}

/** Between two looks at the same connection; null: nothing came, or it is another one. */
export function decodingBetween(former: Decoded, now: Decoded, pressure: Pressure | null): DecodingSample | null {
  const [received, decoded] = [now.received - former.received, now.decoded - former.decoded];
  const [packets, lost] = [now.packets - former.packets, Math.max(0, now.lost - former.lost)];
  if (received <= 0 || decoded < 0 || packets <= 0 || now.at <= former.at) return null;
  const dropped = Math.max(0, now.dropped - former.dropped);
  return {
    at: now.at,
    busy:
      now.worked === null || former.worked === null ? 1 : ((now.worked - former.worked) * 1000) / (now.at - former.at),
    missed: Math.min(1, Math.max(dropped, received - decoded) / received),
    pixels: (now.pixels * 1000) / (now.at - former.at),
    lost: lost / (packets + lost),
    pressure,
  };
}
