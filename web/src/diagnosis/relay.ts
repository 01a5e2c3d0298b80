/** Whether the relay (TURN) gives this browser an address, asked by each way to it on its own. */
import { pause } from "./loopback";

/** How a browser comes to the relay; what is relayed is UDP in any case. */
export type Way = "UDP" | "TCP" | "TLS";
/** `refused`: somebody answers, and says no. */
export type Relayed = "works" | "refused" | "silent";

const WAYS: readonly Way[] = ["UDP", "TCP", "TLS"];
const POLL_MS = 100;
/** No answer at all (W3C WebRTC 4.8.1.3, errorCode); others are the relay's own (RFC 8656, 19). */
const NOT_REACHED = 701;

/** By which way a TURN URL (RFC 7065) leads; null: it is none. */
export function wayOf(url: string): Way | null {
  if (/^turns:/i.test(url)) return "TLS";
  if (!/^turn:/i.test(url)) return null;
  return /\?transport=tcp$/i.test(url) ? "TCP" : "UDP";
}

/** The servers of each way, for the ways that there are. */
export function byWay(servers: readonly RTCIceServer[]): (readonly [Way, RTCIceServer[]])[] {
  return WAYS.flatMap((way) => {
    const found = servers.flatMap((server) => {
      const urls = [server.urls].flat().filter((url) => wayOf(url) === way);
      return urls.length > 0 ? [{ ...server, urls }] : [];
    });
    return found.length > 0 ? [[way, found] as const] : [];
  });
}

/** Whether one of these servers answers with an address of its own (RFC 8656, 7). */
export async function tryRelay(servers: RTCIceServer[], limitMs: number, signal: AbortSignal): Promise<Relayed> {
  const pc = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: "relay" });
  let found = false;
  let refused = false;
  pc.addEventListener("icecandidate", ({ candidate }) => {
    found ||= candidate?.type === "relay";
  });
  pc.addEventListener("icecandidateerror", ({ errorCode }) => {
    refused ||= errorCode !== NOT_REACHED;
  });
  try {
    pc.createDataChannel("relay");
    await pc.setLocalDescription();
    const end = Date.now() + limitMs;
    const over = () => found || pc.iceGatheringState === "complete" || Date.now() > end || signal.aborted;
    while (!over()) await pause(POLL_MS, signal);
  } finally {
    pc.close();
  }
  return found ? "works" : refused ? "refused" : "silent";
}
