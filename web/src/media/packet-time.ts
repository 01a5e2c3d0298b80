// How much sound goes into one packet. Of a thin voice the headers alone are more than the voice in packets of 20 ms; in 60 ms they are a third.

/** Milliseconds: what browsers take by themselves, and the longest frame that Opus codes in one (RFC 6716, 2.1.4). */
export const USUAL_MS = 20;
export const LONG_MS = 60;

const made = new WeakMap<RTCPeerConnection, number>();
const making = new WeakSet<RTCPeerConnection>();

/** The answer, as if the other end had asked for packets of so many milliseconds (RFC 8866, 6.6). */
export function withPacketTime(sdp: string, ms: number): string {
  return sdp
    .split(/(?=^m=)/m)
    .map((part) => (part.startsWith("m=audio") ? `${part.replace(/^a=ptime:.*\r\n/gm, "")}a=ptime:${ms}\r\n` : part))
    .join("");
}

/**
 * Negotiated by the page with itself: its own offer, and the answer that the engine gave, which is asked nothing. To be called again and
 * again: nothing is done where it is so already, and what a browser refuses of a connection is not tried again. Never throws.
 */
export async function setPacketTime(pc: RTCPeerConnection, ms: number): Promise<void> {
  const answer = pc.currentRemoteDescription;
  if ((made.get(pc) ?? USUAL_MS) === ms || making.has(pc)) return;
  const is = (state: RTCSignalingState) => pc.signalingState === state;
  if (!is("stable") || answer?.type !== "answer") return; // at the next look
  making.add(pc);
  try {
    await pc.setLocalDescription();
    await pc.setRemoteDescription({ type: "answer", sdp: withPacketTime(answer.sdp, ms) });
  } catch {
    if (is("have-local-offer")) await pc.setLocalDescription({ type: "rollback" }).catch(() => {});
  } finally {
    made.set(pc, ms);
    making.delete(pc);
  }
}
