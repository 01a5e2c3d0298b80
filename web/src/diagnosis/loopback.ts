/** The page's own sound and picture, sent to the engine and received back, over the very connections that a lesson uses. */
import { isConnected, Publisher } from "../media/publish";
import { ReceivingConnection } from "../media/receive";
import type { Offer, TrackKind } from "../wire/session";
import type { TestApi, TestRoom } from "./api";
import { type MadeMedia, makeMedia } from "./made-media";

const POLL_MS = 250;
const CONNECT_LIMIT_MS = 8000;
const FIGURES_LIMIT_MS = 2000;

/** Resolves after a while; at once when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What comes of one kind, as far as it was counted. */
export interface Arrived {
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
}

/** What the figures say of an end of a connection (W3C webrtc-stats, RTCIceCandidateStats), as far as it is needed. */
interface LocalEnd {
  readonly candidateType: string;
  readonly protocol: string;
  /** Only of a relay; Firefox does not tell. */
  readonly relayProtocol?: string;
}

/** This browser's end of the pair that carries the packets. */
function localOf(report: RTCStatsReport): LocalEnd | null {
  let own: LocalEnd | null = null;
  report.forEach((pair) => {
    if (pair.type === "candidate-pair" && pair.nominated && pair.state === "succeeded")
      own = report.get(pair.localCandidateId) ?? own;
  });
  return own;
}

const wayBy = ({ candidateType, protocol, relayProtocol = "" }: LocalEnd): string =>
  candidateType === "relay" ? `TURN ${relayProtocol.toUpperCase()}`.trim() : protocol.toUpperCase();

export class Loopback {
  readonly #api: TestApi;
  readonly #room: TestRoom;
  readonly #media: MadeMedia = makeMedia();
  readonly #publisher: Publisher;
  readonly #receiver: ReceivingConnection;
  #offer: Offer | null = null;
  #refusal: unknown = null;

  constructor(api: TestApi, room: TestRoom, signal: AbortSignal) {
    [this.#api, this.#room] = [api, room];
    const configuration: RTCConfiguration = { iceServers: iceServersOf(room), bundlePolicy: "max-bundle" };
    this.#receiver = new ReceivingConnection(configuration, () => {});
    this.#publisher = new Publisher(
      (_, { offer }) => this.#negotiate(offer, signal),
      configuration,
      () => {},
    );
  }

  /** Connect both ways. False: no packet found its way to the engine, or none back. */
  async connect(signal: AbortSignal): Promise<boolean> {
    await this.#publisher.setTrack("audio", this.#media.audio);
    await this.#publisher.setTrack("video", this.#media.video);
    const up = await this.#publisher.connect();
    if (this.#refusal !== null) throw this.#refusal;
    if (!up || signal.aborted) return false;
    const end = Date.now() + CONNECT_LIMIT_MS;
    while (this.#offer === null && Date.now() < end && !signal.aborted) {
      this.#offer = await this.#api.subscribe(this.#room.test_id, signal);
      if (this.#offer === null) await pause(POLL_MS, signal);
    }
    if (this.#offer === null) return false;
    await this.#api.answer(this.#room.test_id, await this.#receiver.take(this.#offer), signal);
    return isConnected(this.#receiver.pc, CONNECT_LIMIT_MS);
  }

  /** Which way the packets go: UDP, TCP or TURN (with the way to the relay), and how long a round trip takes. A pair that
   * carries packets already may not be in the figures yet. */
  async path(signal: AbortSignal): Promise<{ way: string; rtt_ms: number }> {
    const end = Date.now() + FIGURES_LIMIT_MS;
    for (;;) {
      const own = localOf(await this.#receiver.pc.getStats());
      const rtt_ms = (await this.#receiver.flow()).rtt_ms;
      if ((own !== null && rtt_ms !== null) || Date.now() > end || signal.aborted)
        return { way: own === null ? "?" : wayBy(own), rtt_ms: Math.round(rtt_ms ?? 0) };
      await pause(POLL_MS, signal);
    }
  }

  /** What has come back of a kind until there is enough, or until the limit is over. */
  async arrived(
    kind: TrackKind,
    enough: (so: Arrived) => boolean,
    limitMs: number,
    signal: AbortSignal,
  ): Promise<Arrived> {
    const mid = this.#offer?.streams.find((stream) => stream.kind === kind)?.mid ?? "";
    const end = Date.now() + limitMs;
    for (;;) {
      const so = (await this.#receiver.flow()).lines[mid] ?? { packets: 0, lost: 0, frames: 0 };
      if (enough(so) || Date.now() > end || signal.aborted) return so;
      await pause(POLL_MS, signal);
    }
  }

  /** `Publisher` knows only that it did not come up; the reason is kept beside it. */
  async #negotiate(offer: string, signal: AbortSignal) {
    try {
      return { ok: true as const, answer: await this.#api.publish(this.#room.test_id, offer, signal) };
    } catch (error) {
      this.#refusal = error;
      throw error;
    }
  }

  close(): void {
    this.#media.stop();
    this.#publisher.close();
    this.#receiver.close();
    void this.#api.end(this.#room.test_id);
  }
}

export function iceServersOf(room: TestRoom): RTCIceServer[] {
  return room.grant.ice_servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username === null ? {} : { username }),
    ...(credential === null ? {} : { credential }),
  }));
}
