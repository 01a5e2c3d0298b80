// What watches over connections that are there: whether anything arrives and how well, whether a better way carries, and
// whether this machine keeps up. Loaded beside the
// first picture, which needs none of it.
import type { Send } from "../session/commands";
import type { MediaState } from "../session/room";
import type { Store } from "../session/store";
import { DecodingWatch } from "./decoding-watch";
import { expectedOf } from "./expected";
import { NAMELESS } from "./flow";
import { Monitor } from "./monitor";
import { PressureWatch } from "./pressure";
import type { Quality } from "./quality";
import type { Receiver } from "./receiver";
import type { Recovery } from "./recovery";
import { Stills } from "./stills";
import { Ways, type WaysParts } from "./ways";

interface WatchingParts extends WaysParts {
  readonly send: Send;
  readonly media: Store<MediaState>;
  readonly receiver: Receiver;
  readonly recovery: Recovery;
  /** The socket is up and the session can have media. */
  possible(): boolean;
  /** Nothing arrives although something should. */
  onStall(): void;
}

export class Watching {
  readonly #parts: WatchingParts;
  readonly #monitor: Monitor;
  readonly #ways: Ways;
  readonly #pressure = new PressureWatch();
  readonly #stills = new Stills();
  readonly #decoding: DecodingWatch;

  constructor(parts: WatchingParts) {
    this.#parts = parts;
    this.#monitor = new Monitor({
      expected: () => expectedOf(parts.store.get()),
      flow: () => parts.receiver.flow(),
      onStall: parts.onStall,
      onResumed: () => parts.recovery.run("resumed"),
      onQuality: (quality) => this.#measured(quality),
    });
    this.#ways = new Ways(parts);
    this.#decoding = new DecodingWatch({
      send: parts.send,
      pressure: this.#pressure,
      stats: () => parts.receiver.stats(),
      visible: () => document.visibilityState === "visible" && parts.store.get().link === "online",
    });
  }

  /** Whether the path to the engine carries, as far as its last checks say. */
  get pathCarries(): boolean {
    return this.#monitor.pathCarries;
  }

  stop(): void {
    this.#monitor.stop();
    this.#ways.stop();
    this.#decoding.stop();
    this.#pressure.stop();
  }

  #measured({ loss_percent, rtt_ms, fps }: Quality): void {
    const { store, media, receiver, recovery, send, possible, configuration } = this.#parts;
    const moving = Object.keys(fps).filter((mid) => (fps[mid] ?? 0) > 0);
    const sources = moving.flatMap((mid) => receiver.videoSourceOf(mid) ?? []);
    const { frozen, cure } = this.#stills.look(store.get(), NAMELESS in fps ? null : new Set(sources));
    media.set({ loss_percent, rtt_ms, frozen });
    if (cure === null || !possible() || recovery.running) return;
    if (cure === "refresh") void send("media:refresh", {});
    else void receiver.subscribe(undefined, configuration); // beside: all that moves and sounds goes on meanwhile
  }
}
