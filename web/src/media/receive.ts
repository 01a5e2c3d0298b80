// A receiving connection: one RTCPeerConnection for everything that this page may receive. The engine offers, the page answers.
import type { RemoteMedia } from "../session/room";
import type { Offer, Stream, TrackKind } from "../wire/session";
import { type Flow, flowOf, NO_FLOW } from "./flow";

interface Source {
  sound: MediaStream | null;
  camera: MediaStream | null;
  screen: MediaStream | null;
}

/** How soon is looked whether what follows is played. */
const LOOK_MS = 50;

export class ReceivingConnection {
  readonly pc: RTCPeerConnection;
  readonly #sources = new Map<string, Source>();
  #streams: readonly Stream[] = [];
  #negotiating: Promise<unknown> = Promise.resolve();
  readonly #onRemote: () => void;
  #looking = 0;

  /** `onRemote` is called when other streams are to be shown although nothing was negotiated. */
  constructor(configuration: RTCConfiguration, onRemote: () => void) {
    this.pc = new RTCPeerConnection(configuration);
    this.#onRemote = onRemote;
  }

  /** Take an offer, one at a time; resolves with the answer. Rejects if the browser refuses it or the connection is closed. */
  take(offer: Offer): Promise<string> {
    const answer = this.#negotiating.then(async () => {
      await this.pc.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      this.#bind(offer.streams);
      await this.pc.setLocalDescription();
      return this.pc.localDescription?.sdp ?? "";
    });
    this.#negotiating = answer.catch(() => {});
    return answer;
  }

  /** Whether this offer renegotiates this very connection: the engine keeps the ICE user fragment (RFC 8839, 5.4). */
  isFor(offer: Offer): boolean {
    const mine = fragment(this.pc.remoteDescription?.sdp ?? "");
    return mine !== null && mine === fragment(offer.sdp);
  }

  /** Streams by user id; the same objects as long as the same tracks are in them. */
  remote(): Record<string, RemoteMedia> {
    return Object.fromEntries(this.#sources);
  }

  /** Who is carried by this m-line, if it carries video of any kind. */
  videoSourceOf(mid: string): string | null {
    return this.#streams.find((stream) => stream.mid === mid && stream.kind === "video")?.source ?? null;
  }

  /** Loudness of a person now, 0 to 1 (W3C WebRTC 5.7). */
  levelOf(userId: string): number {
    const mid = this.#streams.find((stream) => stream.source === userId && stream.kind === "audio")?.mid;
    const receiver = this.pc.getTransceivers().find((each) => each.mid === mid)?.receiver;
    return receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  async flow(): Promise<Flow> {
    if (this.pc.connectionState === "closed") return NO_FLOW;
    return flowOf(await this.pc.getStats(), Date.now());
  }

  close(): void {
    this.pc.close();
  }

  #bind(streams: readonly Stream[]): void {
    this.#streams = streams;
    const gone = new Set(this.#sources.keys());
    for (const source of new Set(streams.map((stream) => stream.source))) {
      gone.delete(source);
      const former = this.#sources.get(source);
      this.#sources.set(source, {
        sound: this.#shown(source, "audio", former?.sound),
        camera: this.#shown(source, "video", former?.camera),
        screen: this.#shown(source, "screen", former?.screen),
      });
    }
    for (const source of gone) this.#sources.delete(source);
  }

  /** What is there goes on being shown until something is played of what follows it (W3C WebRTC 5.7). */
  #shown(source: string, kind: TrackKind, former?: MediaStream | null): MediaStream | null {
    const mids = this.#streams.filter((each) => each.source === source && each.kind === kind).map((each) => each.mid);
    const receivers = this.pc
      .getTransceivers()
      .filter(({ mid }) => mid !== null && mids.includes(mid))
      .map(({ receiver }) => receiver);
    const tracks = receivers.map(({ track }) => track);
    const goesOn = former?.getTracks().some((track) => !track.muted && !tracks.includes(track));
    const plays = receivers.every((receiver) => receiver.getSynchronizationSources().length > 0);
    if (!former || !goesOn || plays) return sameOrNew(former, tracks);
    this.#looking ||= setTimeout(this.#look, LOOK_MS);
    return former;
  }

  readonly #look = (): void => {
    this.#looking = 0;
    if (this.pc.connectionState === "closed") return;
    this.#bind(this.#streams);
    if (!this.#looking) this.#onRemote();
  };
}

function sameOrNew(former: MediaStream | null | undefined, tracks: MediaStreamTrack[]): MediaStream | null {
  if (tracks.length === 0) return null;
  const had = former?.getTracks() ?? [];
  const same = had.length === tracks.length && tracks.every((track) => had.includes(track));
  return same && former ? former : new MediaStream(tracks);
}

function fragment(sdp: string): string | null {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? null;
}
