// Which way connections take through the network, and when another one is tried: with growing patience, and only while all is well. Pure.

/** Straight to the engine over UDP; by a relay that is reached over UDP; or by one over TCP or TLS, where each loss holds up everything. */
export type Way = "straight" | "relay" | "stream";

const WORTH: Record<Way, number> = { straight: 2, relay: 1, stream: 0 };

export interface Path {
  readonly way: Way;
  readonly rtt_ms: number | null;
  /** Of the sound, in the direction that this report is about, lately: 0 to 1. */
  readonly lost: number;
}

/** All members are optional, browsers differ (W3C webrtc-stats). */
interface AnyStats {
  readonly type: string;
  readonly kind?: string;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly localCandidateId?: string;
  readonly currentRoundTripTime?: number;
  readonly candidateType?: string;
  readonly relayProtocol?: string;
  readonly protocol?: string;
  readonly fractionLost?: number;
}

/** The path that a connection has chosen; null: none. */
export function pathOf(report: RTCStatsReport): Path | null {
  const all: AnyStats[] = [];
  report.forEach((stats: AnyStats) => {
    all.push(stats);
  });
  const pair = all.find(
    ({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded",
  );
  const own = pair && (report.get(pair.localCandidateId ?? "") as AnyStats | undefined);
  if (!own) return null;
  const relayed = own.candidateType === "relay";
  const protocol = (relayed ? own.relayProtocol : own.protocol) ?? "udp";
  const { currentRoundTripTime: seconds } = pair;
  const told = all.find(({ type, kind }) => type === "remote-inbound-rtp" && kind === "audio");
  return {
    way: protocol !== "udp" ? "stream" : relayed ? "relay" : "straight",
    rtt_ms: seconds === undefined ? null : seconds * 1000,
    lost: told?.fractionLost ?? 0,
  };
}

/** Several connections as one: the worst of each. Null without any. */
export function worst(paths: readonly (Path | null)[]): Path | null {
  const known = paths.filter((path) => path !== null);
  const [first, ...others] = known;
  if (first === undefined) return null;
  return others.reduce((one, other) => {
    const rtts = [one.rtt_ms, other.rtt_ms].filter((rtt_ms) => rtt_ms !== null);
    return {
      way: isBetter(one.way, other.way) ? other.way : one.way,
      rtt_ms: rtts.length > 0 ? Math.max(...rtts) : null,
      lost: Math.max(one.lost, other.lost),
    };
  }, first);
}

export function isBetter(one: Way, other: Way): boolean {
  return WORTH[one] > WORTH[other];
}

/** Milliseconds of calm before the first try; doubled by each one that fails. */
const FIRST_MS = 15_000;
const LONGEST_MS = 900_000;
/** In which a try succeeds or does not. */
const TRY_MS = 20_000;
/** A better way that is lost again, or that was worse after all, is not trusted for at least this long. */
const FLAPPED_MS = 120_000;
const WORSE_MS = 600_000;
/** For so long a new way is compared with the former one. */
const JUDGED_MS = 60_000;
/** One that lasts this long was right, and whatever comes later is another matter. */
const STEADY_MS = 600_000;
/** In-band error correction and concealment hide less. */
const LOST_MANY = 0.04;
/** So much longer a round trip may be, in milliseconds: the relay's detour is usually longer. */
const LATER_MS = 100;
/** Looks in a row: one may be of a moment only. */
const SEEN_TWICE = 2;

interface Moment extends Path {
  readonly at: number;
}

/** What is remembered from one look to the next. */
export interface Reconsidering {
  /** Since when all is well without a break; null: it is not. */
  readonly calm_since: number | null;
  readonly patience_ms: number;
  /** A try is under way: when it began, and how it was before. */
  readonly trying: Moment | null;
  /** A better way is taken since then; how it was before. */
  readonly moved: (Moment & { readonly to: Way }) | null;
  /** Looks in a row for which it has been worse than before. */
  readonly worse: number;
}

export const NEW_RECONSIDERING: Reconsidering = {
  calm_since: null,
  patience_ms: FIRST_MS,
  trying: null,
  moved: null,
  worse: 0,
};

/** `try` a better way; go `back` to a relay, as the better way is worse; or `stay`. */
export type Step = "try" | "back" | "stay";

/** `calm`: everything is connected, nothing is being repaired, and no line of this page's is weak. */
export function reconsider(
  former: Reconsidering,
  at: number,
  path: Path | null,
  calm: boolean,
): readonly [Reconsidering, Step] {
  const calm_since = calm && path !== null ? (former.calm_since ?? at) : null;
  const now = { ...former, calm_since };
  if (path === null) return [now, "stay"];
  if (now.trying !== null) return [tried(now, now.trying, at, path), "stay"];
  if (now.moved !== null) {
    if (isBetter(now.moved.to, path.way)) return [distrusting(now, FLAPPED_MS), "stay"];
    const judged = compared(now, now.moved, at, path);
    if (judged.worse >= SEEN_TWICE) return [distrusting(judged, WORSE_MS), "back"];
    if (path.way === "straight" || judged.worse > 0) return [judged, "stay"];
  }
  if (path.way === "straight" || calm_since === null || at - calm_since < now.patience_ms) return [now, "stay"];
  return [{ ...now, moved: null, trying: { ...path, at } }, "try"];
}

function tried(now: Reconsidering, began: Moment, at: number, path: Path): Reconsidering {
  if (isBetter(path.way, began.way)) {
    return { ...now, trying: null, moved: { ...began, at, to: path.way }, worse: 0, calm_since: null };
  }
  if (at - began.at < TRY_MS) return now;
  return { ...now, trying: null, calm_since: null, patience_ms: Math.min(LONGEST_MS, now.patience_ms * 2) };
}

function distrusting(now: Reconsidering, least_ms: number): Reconsidering {
  const patience_ms = Math.min(LONGEST_MS, Math.max(least_ms, now.patience_ms * 2));
  return { ...now, moved: null, worse: 0, calm_since: null, patience_ms };
}

function compared(now: Reconsidering, before: Moment, at: number, path: Path): Reconsidering {
  if (at - before.at >= STEADY_MS) return { ...now, worse: 0, patience_ms: FIRST_MS };
  if (at - before.at >= JUDGED_MS) return { ...now, worse: 0 };
  const loses = path.lost >= LOST_MANY && path.lost >= 2 * before.lost;
  const later = path.rtt_ms !== null && before.rtt_ms !== null && path.rtt_ms > before.rtt_ms * 1.5 + LATER_MS;
  return { ...now, worse: loses || later ? now.worse + 1 : 0 };
}

/** The servers by which only a better way than this one can come up. */
export function better(servers: readonly RTCIceServer[], than: Way): RTCIceServer[] {
  const worse = than === "stream" ? /^turns:|transport=tcp/ : /^turns?:/;
  return servers
    .map((each) => ({ ...each, urls: [each.urls].flat().filter((url) => !worse.test(url)) }))
    .filter(({ urls }) => urls.length > 0);
}
