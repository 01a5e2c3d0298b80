// A receiving connection: one RTCPeerConnection for everything that this page may receive. The engine offers, the page answers.
import type { RemoteMedia } from "../session/room";
import type { Offer, Stream, TrackKind } from "../wire/session";
import { type Flow, flowOf, NO_FLOW } from "./flow";

interface Source {
  sound: MediaStream | null;
  camera: MediaStream | null;
  screen: MediaStream | null;
}

export class ReceivingConnection {
  readonly pc: RTCPeerConnection;
  readonly #sources = new Map<string, Source>();
  #streams: readonly Stream[] = [];
  #negotiating: Promise<unknown> = Promise.resolve();

  constructor(configuration: RTCConfiguration) {
    this.pc = new RTCPeerConnection(configuration);
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
        sound: sameOrNew(former?.sound, this.#tracksOf(source, "audio")),
        camera: sameOrNew(former?.camera, this.#tracksOf(source, "video")),
        screen: sameOrNew(former?.screen, this.#tracksOf(source, "screen")),
      });
    }
    for (const source of gone) this.#sources.delete(source);
  }

  #tracksOf(source: string, kind: TrackKind): MediaStreamTrack[] {
    const mids = this.#streams.filter((each) => each.source === source && each.kind === kind).map((each) => each.mid);
    return this.pc
      .getTransceivers()
      .filter((transceiver) => transceiver.mid !== null && mids.includes(transceiver.mid))
      .map((transceiver) => transceiver.receiver.track);
  }
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
