// What getStats says, reduced to what decides something. Pure over the report (W3C webrtc-stats).

export interface Flow {
  /** When it was taken, in milliseconds of this machine. */
  readonly at: number;
  /** Bytes of all inbound tracks; growing means that something arrives. */
  readonly bytes: number;
  /** Frames decoded of all video tracks. */
  readonly frames: number;
  /** By mid: frames decoded, packets received and lost. */
  readonly lines: Readonly<Record<string, LineFlow>>;
  /** Answers of the engine to our ICE checks: growing means that the path carries, whether or not anybody sends. */
  readonly answers: number;
  /** Round trip of the chosen path in milliseconds; null if it is not known. */
  readonly rtt_ms: number | null;
}

export interface LineFlow {
  readonly frames: number;
  readonly packets: number;
  readonly lost: number;
}

/** Stands for the lines of a browser that does not say which is which: `mid` came late to these figures (Firefox 135). */
export const NAMELESS = "";

export const NO_FLOW: Flow = { at: 0, bytes: 0, frames: 0, lines: {}, answers: 0, rtt_ms: null };

/** The members that are read here; all are optional, browsers differ. */
interface AnyStats {
  type: string;
  mid?: string;
  bytesReceived?: number;
  framesDecoded?: number;
  packetsReceived?: number;
  packetsLost?: number;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  responsesReceived?: number;
}

export function flowOf(report: RTCStatsReport, at: number): Flow {
  const all: AnyStats[] = [];
  report.forEach((stats: AnyStats) => {
    all.push(stats);
  });
  const inbound = all.filter((stats) => stats.type === "inbound-rtp");
  const path = all.find((stats) => stats.type === "candidate-pair" && stats.nominated && stats.state === "succeeded");
  const sum = (member: "bytesReceived" | "framesDecoded") =>
    inbound.reduce((total, stats) => total + (stats[member] ?? 0), 0);
  return {
    at,
    bytes: sum("bytesReceived"),
    frames: sum("framesDecoded"),
    lines: Object.fromEntries(inbound.map((stats) => [stats.mid ?? NAMELESS, lineOf(stats)])),
    answers: path?.responsesReceived ?? 0,
    rtt_ms: path?.currentRoundTripTime === undefined ? null : path.currentRoundTripTime * 1000,
  };
}

function lineOf({ framesDecoded = 0, packetsReceived = 0, packetsLost = 0 }: AnyStats): LineFlow {
  return { frames: framesDecoded, packets: packetsReceived, lost: packetsLost };
}
