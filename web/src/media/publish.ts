// The one publishing connection of a page: audio, camera in three sizes, screen; negotiated once. What is off sends nothing:
// tracks come and go by `replaceTrack`, which needs no negotiation (W3C WebRTC 5.2).
import type { Acts, Refused } from "../wire/commands";
import type { TrackKind } from "../wire/session";

const KINDS = ["audio", "video", "screen"] as const satisfies readonly TrackKind[];

/**
 * What is offered: everything, the camera smallest first (of 1280x720 these are substreams 0, 1 and 2 of the engine). Which of it is
 * sent is set afterwards (`sending.ts`), as offers are made once.
 */
const ENCODINGS: Record<TrackKind, readonly RTCRtpEncodingParameters[]> = {
  audio: [{ priority: "high", networkPriority: "high" }],
  video: [
    { rid: "l", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
    { rid: "h", scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
  ],
  screen: [{ maxBitrate: 2_500_000 }],
};
/** Milliseconds for ICE and DTLS; beyond that a new connection is more likely to come up than this one. */
const CONNECT_LIMIT_MS = 6000;
/** Until others receive from a new connection beside one that is well: an offer and its answer, and a keyframe. */
const LEAVING_MS = 3000;

type Publish = Acts["media:publish"];
/** Hands the offer to the engine; `Send` does it over the socket. */
type Negotiate = (name: "media:publish", fields: Publish["fields"]) => Promise<Publish["ack"] | Refused>;

interface Attempt {
  readonly pc: RTCPeerConnection;
  readonly senders: Record<TrackKind, RTCRtpSender>;
  disconnected: boolean;
}

export class Publisher {
  readonly #send: Negotiate;
  readonly #configuration: RTCConfiguration;
  readonly #onState: () => void;
  readonly #tracks: Record<TrackKind, MediaStreamTrack | null> = { audio: null, video: null, screen: null };
  readonly #prepare: () => void;
  #current: Attempt | null = null;
  #coming: Attempt | null = null;
  #leaving: Attempt | null = null;

  /** `onState` is called whenever `connected` may have changed; `prepare` when there are new senders, before they send anything. */
  constructor(send: Negotiate, configuration: RTCConfiguration, onState: () => void, prepare = () => {}) {
    this.#send = send;
    this.#configuration = configuration;
    this.#onState = onState;
    this.#prepare = prepare;
  }

  /**
   * A connection that was ever disconnected stays so: the engine has ceased to send to it by then (consent, RFC 7675), also reports and
   * requests for keyframes, though our packets may arrive there again and the browser calls it connected.
   */
  get state(): RTCPeerConnectionState {
    const { pc } = this.#current ?? {};
    if (pc === undefined) return "new";
    return pc.connectionState === "connected" && this.#current?.disconnected ? "disconnected" : pc.connectionState;
  }

  /** What to send from now on; null sends nothing. */
  async setTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks[kind] = track;
    await Promise.all(this.#attempts.map(({ senders }) => senders[kind].replaceTrack(track)));
  }

  /** The senders of a kind, of the present connection and of those before and after it. */
  sendersOf(kind: TrackKind): RTCRtpSender[] {
    return this.#attempts.map(({ senders }) => senders[kind]);
  }

  get connections(): RTCPeerConnection[] {
    return this.#attempts.map(({ pc }) => pc);
  }

  /**
   * Make a new connection; the present one is closed once the new one is up. False: it did not come up. `beside`: by this way; the
   * present one is well, and goes on sending until nobody can miss it.
   */
  async connect(beside?: RTCConfiguration): Promise<boolean> {
    this.#coming?.pc.close();
    const attempt = this.#newAttempt(beside ?? this.#configuration);
    this.#coming = attempt;
    const up = await this.#negotiate(attempt.pc, !!beside).catch(() => false);
    if (this.#coming !== attempt) {
      attempt.pc.close();
      return false;
    }
    this.#coming = null;
    if (!up) {
      attempt.pc.close();
      return false;
    }
    this.#leaving?.pc.close();
    const former = this.#current;
    this.#leaving = former;
    const leave = () => {
      former?.pc.close();
      if (this.#leaving === former) this.#leaving = null;
    };
    if (beside) setTimeout(leave, LEAVING_MS);
    else leave();
    this.#current = attempt;
    attempt.pc.addEventListener("connectionstatechange", () => {
      attempt.disconnected ||= attempt.pc.connectionState === "disconnected";
      this.#onState();
    });
    this.#onState();
    return attempt.pc.connectionState === "connected";
  }

  close(): void {
    for (const { pc } of this.#attempts) pc.close();
    this.#coming = this.#current = this.#leaving = null;
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#current?.pc.getStats() ?? null;
  }

  get #attempts(): Attempt[] {
    return [this.#leaving, this.#current, this.#coming].filter((attempt) => attempt !== null);
  }

  #newAttempt(configuration: RTCConfiguration): Attempt {
    const pc = new RTCPeerConnection(configuration);
    const senderOf = (kind: TrackKind) => {
      const track = this.#tracks[kind];
      const init = { direction: "sendonly", sendEncodings: ENCODINGS[kind].map((each) => ({ ...each })) } as const;
      return pc.addTransceiver(track ?? (kind === "audio" ? "audio" : "video"), init).sender;
    };
    const [audio, video, screen] = KINDS.map(senderOf) as [RTCRtpSender, RTCRtpSender, RTCRtpSender];
    return { pc, senders: { audio, video, screen }, disconnected: false };
  }

  /** The offer goes out before any candidate is known: the engine learns ours from our first packets (RFC 8445, 7.3.1.3). */
  async #negotiate(pc: RTCPeerConnection, beside: boolean): Promise<boolean> {
    await pc.setLocalDescription();
    this.#prepare();
    const answered = await this.#send("media:publish", { offer: pc.localDescription?.sdp ?? "", beside });
    if (!answered.ok || pc.signalingState === "closed") return false;
    await pc.setRemoteDescription({ type: "answer", sdp: answered.answer });
    return isConnected(pc, CONNECT_LIMIT_MS);
  }
}

/** Resolves with true as soon as the connection is up; false when it failed, was closed, or the limit is over. */
export function isConnected(pc: RTCPeerConnection, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (up: boolean) => {
      clearTimeout(timer);
      pc.removeEventListener("connectionstatechange", check);
      resolve(up);
    };
    const check = () => {
      if (pc.connectionState === "connected") done(true);
      else if (pc.connectionState === "failed" || pc.connectionState === "closed") done(false);
    };
    const timer = setTimeout(() => done(false), limitMs);
    pc.addEventListener("connectionstatechange", check);
    check();
  });
}
