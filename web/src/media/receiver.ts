// Everything that this page receives: the present connection, and beside it at most one that is to follow. What is shown changes
// over only when the new one shows a frame, so that a second try never costs a picture.
import type { Send } from "../session/commands";
import type { RemoteMedia } from "../session/room";
import type { Offer } from "../wire/session";
import { type Flow, NO_FLOW } from "./flow";
import { ReceivingConnection } from "./receive";
import type { Expected } from "./recovery";

const POLL_MS = 80;
/** Milliseconds in which ICE and DTLS of a new connection must come up. */
const CONNECT_LIMIT_MS = 8000;
/** A connection that is up but shows nothing yet may still replace a silent one after this. */
const SILENT_LIMIT_MS = 1500;
/** One that is no better by then goes, before the engine ends the present one for it (`media/janus/rooms.py`, OVERSTAYED). */
const BESIDE_LIMIT_MS = 5000;

export interface ReceiverParts {
  readonly send: Send;
  readonly configuration: RTCConfiguration;
  expected(): Expected;
  /** Other streams are to be shown. */
  onRemote(remote: Record<string, RemoteMedia>): void;
  /** The present connection failed. */
  onFailed(): void;
}

export class Receiver {
  readonly #parts: ReceiverParts;
  #current: ReceivingConnection | null = null;
  #coming: ReceivingConnection | null = null;
  #disconnected = false;
  #subscribed = false;
  #closed = false;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** The engine knows that this page wants to receive; without publishers there is no connection yet. */
  get subscribed(): boolean {
    return this.#subscribed;
  }

  get state(): RTCPeerConnectionState {
    return (this.#current ?? this.#coming)?.pc.connectionState ?? "new";
  }

  /**
   * Ask for a new connection beside the present one. `still`: whether it is wanted when the offer is there. `beside`: by this way; the
   * present one is well, and is followed by one that shows everything.
   */
  async subscribe(still: () => boolean = () => true, beside?: RTCConfiguration): Promise<boolean> {
    const offered = await this.#parts.send("media:subscribe", { beside: !!beside });
    if (!offered.ok) return false;
    this.#subscribed = true;
    if (offered.offer !== null && still()) await this.take(offered.offer, beside);
    return true;
  }

  /** Take an offer: of `subscribe`, or pushed by the engine because a source came or went. */
  async take(offer: Offer, beside?: RTCConfiguration): Promise<void> {
    if (this.#closed) return;
    const present = [this.#coming, this.#current].find((connection) => connection?.isFor(offer));
    if (!present && !offer.fresh) {
      await this.subscribe();
      return;
    }
    const connection = present ?? this.#begin(beside ?? this.#parts.configuration);
    try {
      const answer = await connection.take(offer);
      if (connection === this.#current) this.#parts.onRemote(connection.remote());
      await this.#parts.send("media:answer", { answer, of: offer.id });
    } catch {
      if (connection !== this.#coming) return; // closed meanwhile, or an offer that came too late
      connection.close();
      this.#coming = null;
      return;
    }
    if (!present) void this.#follow(connection, !!beside);
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#current?.pc.getStats() ?? null;
  }

  flow(): Promise<Flow> {
    return this.#current?.flow() ?? Promise.resolve(NO_FLOW);
  }

  levelOf(userId: string): number {
    return this.#current?.levelOf(userId) ?? 0;
  }

  videoSourceOf(mid: string): string | null {
    return this.#current?.videoSourceOf(mid) ?? null;
  }

  /** The engine is a new one and knows nothing: what there is will never show anything again. */
  forget(): void {
    this.#subscribed = false;
    this.#coming?.close();
    this.#coming = null;
  }

  close(): void {
    this.#closed = true;
    this.#coming?.close();
    this.#current?.close();
    this.#coming = null;
    this.#current = null;
  }

  #begin(configuration: RTCConfiguration): ReceivingConnection {
    this.#coming?.close();
    const connection = new ReceivingConnection(configuration, () => {
      if (connection === this.#current) this.#parts.onRemote(connection.remote());
    });
    this.#coming = connection;
    return connection;
  }

  /** Promote the new connection once it is the better one; drop it if it does not come up. */
  async #follow(connection: ReceivingConnection, beside: boolean): Promise<void> {
    const began = Date.now();
    let connectedAt: number | null = null;
    while (this.#coming === connection) {
      const flow = await connection.flow();
      const now = Date.now();
      const state = connection.pc.connectionState;
      if (state === "connected") connectedAt ??= now;
      if (this.#isBetter(flow, beside, connectedAt, now)) return this.#promote(connection);
      if (state === "failed" || state === "closed" || (connectedAt === null && now - began > CONNECT_LIMIT_MS)) break;
      if (beside && connectedAt !== null && now - connectedAt > BESIDE_LIMIT_MS) break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    connection.close();
    if (this.#coming === connection) this.#coming = null;
  }

  #isBetter(flow: Flow, beside: boolean, connectedAt: number | null, now: number): boolean {
    if (this.#current === null) return true;
    const settled = connectedAt !== null && now - connectedAt > SILENT_LIMIT_MS; // each picture has had its keyframe
    if (flow.frames > 0 && (settled || !beside)) return true;
    if (connectedAt === null) return false;
    const expected = this.#parts.expected();
    if (expected === "nothing" || (expected === "sound" && flow.bytes > 0)) return true;
    return this.state !== "connected" || (settled && !beside);
  }

  #promote(connection: ReceivingConnection): void {
    const former = this.#current;
    this.#current = connection;
    this.#coming = null;
    this.#disconnected = false;
    connection.pc.addEventListener("connectionstatechange", () => {
      if (this.#current !== connection) return;
      this.#disconnected ||= connection.pc.connectionState === "disconnected";
      if (connection.pc.connectionState === "failed") this.#parts.onFailed();
    });
    this.#parts.onRemote(connection.remote());
    former?.close();
  }
}
