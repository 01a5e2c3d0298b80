// Finds out now and then whether a better way than the relay carries, and moves to it: by new connections beside those that are well, so that
// a try that fails touches nothing, and one at a time, first what is sent. What is decided is in `way.ts`.
import type { MediaState } from "../session/room";
import { myself } from "../session/select";
import type { Observable, RoomState } from "../session/store";
import type { Publisher } from "./publish";
import type { Receiver } from "./receiver";
import type { Recovery } from "./recovery";
import { better, isBetter, NEW_RECONSIDERING, type Path, pathOf, reconsider, type Way, worst } from "./way";

const EVERY_MS = 2500;
/** Bars of a line that carries a second connection beside the first for some seconds, and percent that such a one loses. */
const FAIR_BARS = 3;
const FAIR_LOSS_PERCENT = 2;

export interface WaysParts {
  readonly store: Observable<RoomState>;
  readonly media: Observable<MediaState>;
  readonly publisher: Pick<Publisher, "stats" | "connect">;
  readonly receiver: Pick<Receiver, "stats" | "subscribe">;
  readonly recovery: Pick<Recovery, "running">;
  /** With the newest servers. */
  readonly configuration: RTCConfiguration;
}

export class Ways {
  readonly #parts: WaysParts;
  readonly #timer: ReturnType<typeof setInterval>;
  #state = NEW_RECONSIDERING;

  constructor(parts: WaysParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.look(Date.now()), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Look once; `now` in milliseconds. */
  async look(now: number): Promise<void> {
    const { publisher, receiver, configuration } = this.#parts;
    const [sending, receiving] = await Promise.all([publisher.stats(), receiver.stats()].map(read));
    const path = worst([sending ?? null, receiving ?? null]);
    const [state, step] = reconsider(this.#state, now, path && this.#heard(path), this.#isCalm());
    this.#state = state;
    if (path === null || step === "stay") return;
    const { iceServers = [] } = configuration;
    const moves = (own: Path | null | undefined) => own && (step === "back" || isBetter("straight", own.way));
    const wanted = (way: Way): RTCConfiguration =>
      step === "back"
        ? { ...configuration, iceTransportPolicy: "relay" }
        : { ...configuration, iceServers: better(iceServers, way) };
    if (sending && moves(sending) && !(await publisher.connect(wanted(sending.way)))) return;
    if (receiving && moves(receiving) && this.#isCalm())
      await receiver.subscribe(() => this.#isCalm(), wanted(receiving.way));
  }

  #heard(path: Path): Path {
    const { loss_percent } = this.#parts.media.get();
    return { ...path, lost: Math.max(path.lost, (loss_percent ?? 0) / 100) };
  }

  #isCalm(): boolean {
    const { store, media, recovery } = this.#parts;
    const [state, { media_link, camera_paused, loss_percent }] = [store.get(), media.get()];
    const { up, down } = myself(state) ?? { up: null, down: null };
    const { paused_cameras, paused_screens } = state.edges;
    return (
      state.link === "online" &&
      media_link === "up" &&
      !recovery.running &&
      !camera_paused &&
      Math.min(up ?? FAIR_BARS, down ?? FAIR_BARS) >= FAIR_BARS &&
      (loss_percent ?? 0) < FAIR_LOSS_PERCENT &&
      paused_cameras.length + paused_screens.length === 0
    );
  }
}

async function read(stats: Promise<RTCStatsReport> | null): Promise<Path | null> {
  const report = await stats?.catch(() => null);
  return report ? pathOf(report) : null;
}
