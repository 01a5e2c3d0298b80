// Plays recorded files together: one media element each, all of which begin at the recording's zero. Knows nothing of React.
import { createStore, type Observable } from "../session/store";
import { correction, leader } from "./sync";
import { able, address, move, type Source, type Track } from "./track";

/** `waiting`: its data is on the way; `failed`: it cannot be had, and the rest goes on. */
export type Load = "loading" | "ready" | "waiting" | "failed";

export interface PlayerState {
  readonly playing: boolean;
  readonly rate: number;
  readonly muted: ReadonlySet<string>;
  readonly loads: Readonly<Record<string, Load>>;
}

const TICK_MS = 100;
const MOST_FAILURES = 3;
/** What failed so long ago is forgotten. */
const FORGOTTEN_MS = 30_000;

export class Player {
  readonly state = createStore<PlayerState>({ playing: false, rate: 1, muted: new Set(), loads: {} });
  readonly #time = createStore({ at: 0 });
  readonly #tracks = new Map<string, Track>();
  readonly #durationMs: number;
  readonly #renew: () => Promise<ReadonlyMap<string, string>>;
  readonly #now: () => number;
  #leader: string | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #tickedAt = 0;

  /** `renew`: new links by file. `now`: milliseconds that only go forward. */
  constructor(durationMs: number, renew: () => Promise<ReadonlyMap<string, string>>, now = () => performance.now()) {
    this.#durationMs = durationMs;
    this.#renew = renew;
    this.#now = now;
  }

  /** Milliseconds, ten times a second. */
  get time(): Observable<{ readonly at: number }> {
    return this.#time;
  }

  /** This element plays that file, until the returned function is called. */
  attach(source: Source, element: HTMLMediaElement): () => void {
    const track: Track = { source, element, url: source.url, movedAt: -Infinity, failures: 0, failedAt: 0 };
    this.#tracks.set(source.id, track);
    const listen = {
      loadeddata: () => this.#load(track, "ready"),
      canplay: () => this.#load(track, "ready"),
      playing: () => this.#load(track, "ready"),
      waiting: () => this.#load(track, "waiting"),
      error: () => void this.#failed(track),
    };
    for (const [name, act] of Object.entries(listen)) element.addEventListener(name, act);
    element.muted = this.state.get().muted.has(source.id);
    this.#load(track, "loading");
    this.#open(track);
    return () => {
      for (const [name, act] of Object.entries(listen)) element.removeEventListener(name, act);
      this.#tracks.delete(source.id);
      element.removeAttribute("src");
      element.load();
    };
  }

  async play(): Promise<void> {
    if (this.state.get().playing) return;
    if (this.#time.get().at >= this.#durationMs) this.seek(0);
    this.state.set({ playing: true });
    this.#tickedAt = this.#now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    for (const track of this.#tracks.values()) this.#start(track);
  }

  pause(): void {
    if (!this.state.get().playing) return;
    clearInterval(this.#timer);
    this.#follow();
    this.state.set({ playing: false });
    for (const { element } of this.#tracks.values()) element.pause();
  }

  toggle(): void {
    if (this.state.get().playing) this.pause();
    else void this.play();
  }

  /** To this instant, or the nearest that there is. */
  seek(at: number): void {
    const to = Math.max(0, Math.min(at, this.#durationMs));
    this.#time.set({ at: to });
    for (const track of this.#tracks.values()) {
      if (track.element.currentSrc !== "" && track.url !== address(track)) this.#open(track);
      move(track, to, this.#now());
      if (this.state.get().playing) this.#start(track);
    }
  }

  /** By so many milliseconds. */
  skip(by: number): void {
    this.seek(this.#time.get().at + by);
  }

  setRate(rate: number): void {
    this.state.set({ rate });
    for (const { element } of this.#tracks.values()) element.playbackRate = rate;
  }

  /** Whose files are not heard. */
  setMuted(muted: ReadonlySet<string>): void {
    this.state.set({ muted });
    for (const [id, { element }] of this.#tracks) element.muted = muted.has(id);
  }

  /** Links that are good from now on; a player takes its own at the next jump, so that nothing stops. */
  renewed(links: ReadonlyMap<string, string>): void {
    for (const [id, track] of this.#tracks) track.url = links.get(id) ?? track.url;
  }

  /** Once more with a file that failed. */
  retry(id: string): void {
    const track = this.#tracks.get(id);
    if (track === undefined) return;
    track.failures = 0;
    this.#load(track, "loading");
    void this.#again(track);
  }

  close(): void {
    this.pause();
  }

  #tick(): void {
    this.#follow();
    const { rate } = this.state.get();
    const { at } = this.#time.get();
    if (at >= this.#durationMs) {
      this.pause();
      return;
    }
    const held = this.#leader !== null && this.state.get().loads[this.#leader] === "waiting";
    for (const track of this.#tracks.values()) {
      const { element, source } = track;
      if (source.id === this.#leader || !able(track)) continue;
      if (held)
        element.pause(); // until the data of the one that leads is there
      else if (element.paused) this.#start(track);
      const found = correction(element.currentTime - at / 1000, rate, (this.#now() - track.movedAt) / 1000);
      if (found.kind === "seek") move(track, at, this.#now());
      else if (element.playbackRate !== found.rate) element.playbackRate = found.rate;
    }
  }

  /** The instant is the leader's; where nobody leads it is as much later as time has passed. */
  #follow(): void {
    const now = this.#now();
    const { muted, rate, playing } = this.state.get();
    const passed = playing ? (now - this.#tickedAt) * rate : 0;
    this.#tickedAt = now;
    const candidates = [...this.#tracks.values()].map((track) => ({
      ...{ id: track.source.id, able: able(track), first: track.source.first },
      muted: muted.has(track.source.id),
    }));
    const before = this.#leader;
    this.#leader = leader(candidates, before);
    const led = this.#leader === null ? undefined : this.#tracks.get(this.#leader);
    if (led !== undefined) {
      if (this.#leader !== before) led.element.playbackRate = rate;
      this.#time.set({ at: led.element.currentTime * 1000 });
    } else if (!this.#anyComing()) {
      this.#time.set({ at: Math.min(this.#time.get().at + passed, this.#durationMs) });
    }
  }

  /** Whether something that should play at this instant is still on its way: then time waits for it. */
  #anyComing(): boolean {
    const { at } = this.#time.get();
    const { loads } = this.state.get();
    return [...this.#tracks.values()].some(
      ({ source, element }) => loads[source.id] !== "failed" && at < source.durationMs - 500 && !element.ended,
    );
  }

  #start({ element, source }: Track): void {
    if (this.#time.get().at >= source.durationMs) return;
    element.playbackRate = this.state.get().rate;
    element.play().catch((reason: unknown) => {
      if (reason instanceof DOMException && reason.name === "NotAllowedError") this.pause(); // it wants a click first
    });
  }

  #open(track: Track): void {
    track.element.src = track.url;
    track.element.playbackRate = this.state.get().rate;
    move(track, this.#time.get().at, this.#now());
  }

  /** A link may have run out, or the network failed: once more with a new one, a few times. */
  async #failed(track: Track): Promise<void> {
    const now = this.#now();
    track.failures = now - track.failedAt > FORGOTTEN_MS ? 1 : track.failures + 1;
    track.failedAt = now;
    if (track.failures > MOST_FAILURES) this.#load(track, "failed");
    else await this.#again(track);
  }

  async #again(track: Track): Promise<void> {
    try {
      this.renewed(await this.#renew());
    } catch {
      this.#load(track, "failed");
      return;
    }
    if (this.#tracks.get(track.source.id) !== track) return;
    this.#open(track);
    if (this.state.get().playing) this.#start(track);
  }

  #load(track: Track, load: Load): void {
    this.state.set({ loads: { ...this.state.get().loads, [track.source.id]: load } });
  }
}
