// All media of a page put together: own devices, one connection each way, recovery. What screens see of it is `RoomMedia`.
import type { Send } from "../session/commands";
import type { Device, MediaState, RoomMedia } from "../session/room";
import { shownMedia } from "../session/select";
import { createStore, type Observable, type RoomState } from "../session/store";
import type { SetTracks } from "../wire/commands";
import type { Encodings, Layer, Offer, TrackKind } from "../wire/session";
import { expectedOf } from "./expected";
import { FirstFrame } from "./first-frame";
import { NO_MEDIA } from "./no-media";
import { type Later, OwnMedia } from "./own-media";
import { Publisher } from "./publish";
import { Receiver } from "./receiver";
import { Recovery } from "./recovery";
import { SendingLater } from "./sending-later";
import { layerFor } from "./tiles";
import { tracksOf } from "./tracks";
import type { Watching } from "./watching";

const TILES_EVERY_MS = 200;
const DEVICES = { audio: "microphone", video: "camera", screen: "screen" } as const satisfies Record<TrackKind, Device>;

export interface LiveMediaParts {
  readonly store: Observable<RoomState>;
  readonly send: Send;
  /** Make sure that the socket works. */
  check(): void;
  readonly later: Later;
}

export class LiveMedia implements RoomMedia {
  readonly #parts: LiveMediaParts;
  readonly #state = createStore(NO_MEDIA);
  readonly #own: OwnMedia;
  readonly #firstFrame = new FirstFrame();
  readonly #tiles: Record<string, Layer> = {};
  #tilesTimer: ReturnType<typeof setTimeout> | undefined;
  #publisher: Publisher | null = null;
  #receiver: Receiver | null = null;
  #recovery: Recovery | null = null;
  #watching: Watching | null = null;
  #closed = false;
  readonly #encoding: SendingLater;
  #sending = false;
  #announced = "";
  readonly #configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };

  constructor(parts: LiveMediaParts) {
    this.#parts = parts;
    const stats = () => this.#publisher?.stats() ?? null;
    this.#own = new OwnMedia(this.#state, {
      onTrack: (kind, track) => this.#offerTrack(kind, track),
      heard: () => this.#sending && parts.store.get().edges.heard_by.length > 0,
      stats,
      later: parts.later,
    });
    this.#encoding = new SendingLater({
      camera: () => this.#own.trackOf("camera"),
      picture: () => this.#state.get().camera || this.#state.get().screen,
      stats,
      later: parts.later,
      onPaused: (camera_paused) => {
        this.#state.set({ camera_paused });
        this.#announce();
      },
      senders: (kind) => this.#publisher?.sendersOf(kind) ?? [],
      connections: () => this.#publisher?.connections ?? [],
    });
  }

  get state(): Observable<MediaState> {
    return this.#state;
  }

  readonly setMic = (on: boolean) => this.#own.set("microphone", on);
  readonly setCamera = (on: boolean) => this.#own.set("camera", on);
  readonly setScreen = (on: boolean) => this.#own.set("screen", on);
  readonly chooseMicrophone = (id: string) => this.#own.choose("microphone", id);
  readonly chooseCamera = (id: string) => this.#own.choose("camera", id);
  readonly takeAgain = () => this.#own.takeLostAgain();
  readonly setBlur = (on: boolean) => this.#own.blur(on);
  readonly takeEncodings = (encodings: Encodings) => this.#encoding.tell(encodings);
  readonly micLevel = () => this.#own.level();
  readonly levelOf = (userId: string) => this.#receiver?.levelOf(userId) ?? 0;
  readonly pictured = this.#firstFrame.shown;
  readonly watchFrames = (video: HTMLVideoElement) => this.#firstFrame.watch(video);

  readonly showTile = (userId: string, width: number, height: number) => {
    const former = this.#tiles[userId] ?? null;
    const layer = layerFor(width, height, devicePixelRatio, former);
    if (layer === former) return;
    this.#tiles[userId] = layer;
    this.#tilesTimer ??= setTimeout(() => this.#sendTiles(), TILES_EVERY_MS);
  };

  /** Connections can be made from now on, each new one with the newest servers: their credentials expire. */
  admitted(iceServers: RTCIceServer[]): void {
    const [send, configuration] = [this.#parts.send, Object.assign(this.#configuration, { iceServers })];
    if (this.#recovery !== null) return;
    const publisher = new Publisher(
      send,
      configuration,
      () => this.#publisherChanged(),
      () => this.#encoding.follow(),
    );
    const receiver = new Receiver({
      send,
      configuration,
      expected: () => expectedOf(this.#parts.store.get()),
      onRemote: (remote) => this.#state.set({ remote }),
      onFailed: () => this.#recovery?.run("found"),
    });
    const recovery = new Recovery({
      possible: () => this.#possible(),
      expected: () => expectedOf(this.#parts.store.get()),
      received: () => receiver.flow(),
      receivingState: () => receiver.state,
      subscribed: () => receiver.subscribed,
      publishingState: () => (this.#parts.store.get().part === "observer" ? null : publisher.state),
      pathCarries: () => this.#watching?.pathCarries ?? true,
      refresh: async () => (await send("media:refresh", {})).ok,
      subscribe: (still) => receiver.subscribe(still),
      publish: () => publisher.connect(),
      onChange: (recovering) => this.#recoveringChanged(recovering),
    });
    [this.#publisher, this.#receiver, this.#recovery] = [publisher, receiver, recovery];
    const { store, later } = this.#parts;
    const [possible, onStall] = [() => this.#possible(), () => this.#stalled()];
    const watched = {
      send,
      store,
      media: this.#state,
      publisher,
      receiver,
      recovery,
      configuration,
      possible,
      onStall,
    };
    void later(() => import("./watching")).then((loaded) => {
      if (!this.#closed) this.#watching = new loaded.Watching(watched);
    });
  }

  /** The socket is up, or the session is ready to carry media: make everything as it should be. */
  connect(): void {
    this.#recovery?.run("found");
    if (Object.keys(this.#tiles).length > 0) this.#sendTiles();
    this.#announce();
  }

  engineRestored(): void {
    this.#receiver?.forget();
    this.#recovery?.run("rebuild");
  }

  takeOffer(offer: Offer): void {
    void this.#receiver?.take(offer);
  }

  /** The click: what is switched on is sent from now on. Returns that, to be told with the act of joining. */
  begin(): SetTracks {
    this.#firstFrame.clicked();
    this.#sending = true;
    this.#encoding.begin();
    for (const kind of ["audio", "video", "screen"] as const) {
      void this.#publisher?.setTrack(kind, this.#own.trackOf(DEVICES[kind]));
    }
    return tracksOf(this.#state.get());
  }

  /** In the room: what was switched on or off meanwhile is told. */
  entered(): void {
    this.#announce();
  }

  /** Back in the lobby: nothing is sent any more; connections and devices stay. */
  end(): void {
    this.#sending = false;
    for (const kind of ["audio", "video", "screen"] as const) void this.#publisher?.setTrack(kind, null);
  }

  /** No screen governs these media any more: every device is off, the microphone too. */
  letGo(): void {
    this.#own.letGo();
  }

  close(): void {
    this.#closed = true;
    this.#watching?.stop();
    this.#recovery?.stop();
    this.#encoding.stop();
    clearTimeout(this.#tilesTimer);
    this.#sending = false;
    this.#own.close();
    this.#publisher?.close();
    this.#receiver?.close();
    this.#state.set({ remote: {} });
  }

  #offerTrack(kind: TrackKind, track: MediaStreamTrack | null): void {
    if (!this.#sending) return;
    this.#encoding.follow();
    void this.#publisher?.setTrack(kind, track);
    queueMicrotask(() => this.#announce()); // after the flags of the state are set
  }

  /** Say what is sent, if the server does not know it yet. */
  #announce(): void {
    const { view, me, joined } = this.#parts.store.get();
    if (!this.#sending || !joined) return; // what joining has told
    const [tracks, known] = [tracksOf(this.#state.get()), shownMedia(view, me)];
    const now = JSON.stringify(tracks);
    if (now === this.#announced && known !== null && JSON.stringify(tracksOf(known)) === now) return;
    this.#announced = now;
    void this.#parts.send("tracks", tracks);
  }

  #sendTiles(): void {
    clearTimeout(this.#tilesTimer);
    this.#tilesTimer = undefined;
    void this.#parts.send("media:tiles", { tiles: { ...this.#tiles } });
  }

  #possible(): boolean {
    const { link, view, closed } = this.#parts.store.get();
    return link === "online" && closed === null && view?.engine_up === true;
  }

  #stalled(): void {
    this.#parts.check();
    if (!this.#recovery?.running) this.#recovery?.run("stall");
  }

  #publisherChanged(): void {
    const state = this.#publisher?.state;
    if (state === "failed" || state === "disconnected") {
      this.#parts.check();
      this.#recovery?.run("found");
    }
  }

  #recoveringChanged(recovering: boolean): void {
    const { media_link } = this.#state.get();
    if (recovering) this.#state.set({ media_link: media_link === "connecting" ? "connecting" : "recovering" });
    else if (this.#possible()) this.#state.set({ media_link: "up" });
  }
}
