// A page's connection for its life: one line at a time, sought again when lost, numbers without gaps; media are told.
import type { Send } from "../session/commands";
import { takeView } from "../session/store";
import type { Acts, Refused } from "../wire/commands";
import type { Welcome } from "../wire/session";
import { type Admission, NO_ANSWER, UNREACHABLE } from "./api";
import { better, type ClockSample, sample } from "./clock-offset";
import type { ConnectionEvents, ConnectionParts } from "./connection-parts";
import type { Auth, Line, Message } from "./line";
import { Numbering } from "./numbering";
import { patience } from "./reachability";
import { pause, type Search, seekLine } from "./seek";

const ACT_LIMIT_MS = 5000;
/** An act that nobody has answered by then asks whether its line is one: a proxy may hold it open and carry nothing. */
const SLOW_ACT_MS = 1000;
const PAGE_LOAD_MS = 1000;
const HEARTBEAT_MS = 10_000;
/** Twice a long round trip: an answer that takes longer is worth a second line beside the first. */
const CHECK_LIMIT_MS = 300;
/** Milliseconds until the next try when the server itself put us off, or has just closed a line. */
const PUT_OFF_MS = 2000;
const FINAL = new Set(
  "superseded removed tutor_changed signed_out session_over not_found forbidden conflict broken".split(" "),
);

export class Connection {
  readonly #parts: ConnectionParts;
  readonly #events: ConnectionEvents;
  readonly #poke = new EventTarget();
  readonly #numbering: Numbering;
  #token: string | null = null;
  #line: Line | null = null;
  #seeking: AbortController | null = null;
  #waiting: Array<(line: Line | null) => void> = [];
  #welcomed = false;
  /** The token was asked for again since the last welcome. */
  #renewed = false;
  #clock: ClockSample | null = null;
  #acts = 0; // counted: with the page's own id each has an id that no other act has
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(parts: ConnectionParts, events: ConnectionEvents) {
    this.#parts = parts;
    this.#events = events;
    const ask = (seq: number) => this.send("catch-up", { seq });
    this.#numbering = new Numbering(parts.store, ask, ({ event }) => {
      if (event?.type === "EngineRestored") events.engineRestored();
    });
  }

  /** `admission`: the grant that the page was served with; null: it has to be asked for. */
  start(admission: Admission | null): void {
    // How long the page was on its way is not known: any answered message says the time more exactly.
    if (admission !== null) this.#admitted(admission, sample(admission.now, Date.now() - PAGE_LOAD_MS, Date.now()));
    this.#beat = setInterval(() => void this.#heartbeat(), HEARTBEAT_MS);
    void this.#seek();
  }

  /** Something looks wrong or may be right again: make sure within moments that the line works, or find another. */
  check(): void {
    if (this.#closed) return;
    if (this.#line === null || this.#seeking !== null) {
      this.#poke.dispatchEvent(new Event("poke"));
      if (this.#seeking === null) void this.#seek();
      return;
    }
    const line = this.#line;
    const alive = line.send("heartbeat", { active: this.#parts.activity.active() }, ACT_LIMIT_MS);
    const timer = setTimeout(() => {
      if (this.#line === line) void this.#seek();
    }, CHECK_LIMIT_MS);
    void alive.then((ack) => {
      clearTimeout(timer);
      if (ack !== null && this.#line === line) this.#seeking?.abort();
    });
  }

  /** Send an act; if its line is lost before the answer comes, again over the next one, within the limit: the same act,
   * by its id. What only asks, or negotiates with the engine, is asked anew. */
  readonly send: Send = async <A extends keyof Acts>(name: A, fields: Acts[A]["fields"]) => {
    const deadline = Date.now() + ACT_LIMIT_MS;
    const actId = name === "catch-up" || name.startsWith("media:") ? undefined : `${this.#parts.page}-${++this.#acts}`;
    for (let left = ACT_LIMIT_MS; left > 0; left = deadline - Date.now()) {
      const line = await this.#lineWithin(left);
      if (line === null) break;
      const slow = setTimeout(() => this.#line === line && this.check(), SLOW_ACT_MS);
      const ack = await line.send(name, fields, Math.max(1, deadline - Date.now()), actId);
      clearTimeout(slow);
      if (ack !== null) return ack;
    }
    return NO_ANSWER;
  };

  stop(code: string, message = ""): void {
    if (this.#closed) return;
    clearInterval(this.#beat);
    this.#parts.store.set({ closed: { code, message }, link: "down" });
    this.#seeking?.abort();
    this.#line?.close();
    this.#line = null;
    for (const answer of this.#waiting.splice(0)) answer(null);
  }

  get #closed(): boolean {
    return this.#parts.store.get().closed !== null;
  }

  #lineWithin(limitMs: number): Promise<Line | null> {
    if (this.#line !== null || this.#closed) return Promise.resolve(this.#line);
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer(null), limitMs);
      const answer = (line: Line | null) => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((each) => each !== answer);
        resolve(line);
      };
      this.#waiting.push(answer);
    });
  }

  /** Until a line is up, beside the present one if there is one. */
  async #seek(): Promise<void> {
    if (this.#seeking !== null || this.#closed) return;
    const seeking = new AbortController();
    this.#seeking = seeking;
    const search: Search = {
      ...this.#parts,
      poke: this.#poke,
      signal: seeking.signal,
      since: Date.now(),
      auth: () => this.#auth(),
      onMessage: (line, message) => this.#take(line, message),
    };
    while (!seeking.signal.aborted) {
      const outcome = await seekLine(search);
      if (outcome === null) break;
      if ("welcome" in outcome) {
        this.#seeking = null;
        return this.#adopt(outcome);
      }
      await this.#refused(outcome, search);
    }
    if (this.#seeking === seeking) this.#seeking = null;
  }

  async #auth(): Promise<Auth | Refused | null> {
    const { admit, page, store } = this.#parts;
    if (this.#token === null) {
      const asked = Date.now();
      const admission = await admit();
      if ("ok" in admission) return admission.code === UNREACHABLE ? null : admission;
      this.#admitted(admission, sample(admission.now, asked, Date.now()));
    }
    return { token: this.#token ?? "", page, seq: store.get().seq };
  }

  #admitted(admission: Admission, clock: ClockSample): void {
    const { store } = this.#parts;
    this.#token = admission.token;
    store.set({ part: admission.part });
    takeView(store, admission.view);
    this.#setClock(clock);
    this.#events.admitted(admission);
  }

  async #refused(refusal: Refused, search: Search): Promise<void> {
    const putOff = () => pause(patience(Date.now() - search.since, PUT_OFF_MS), search.signal);
    if (refusal.code === "unauthorized" && this.#token !== null) {
      this.#token = null; // too old: a new one, but not in a circle
      if (this.#renewed) await putOff();
      this.#renewed = true;
      return;
    }
    if (refusal.code === "unauthorized" || FINAL.has(refusal.code)) return this.stop(refusal.code, refusal.message);
    await putOff();
  }

  #adopt(line: Line): void {
    const { ways } = this.#parts;
    const [former, since] = [this.#line, Date.now()];
    this.#line = line;
    ways.opened();
    former?.close();
    void line.better?.then(() => {
      if (this.#line !== line) return;
      ways.trust();
      void this.#seek();
    });
    void line.lost.then(() => {
      if (this.#line !== line) return;
      this.#line = null;
      if (this.#closed) return;
      if (line.better === null) ways.lost(Date.now() - since);
      this.#parts.store.set({ link: "down" });
      void this.#seek();
    });
    this.#welcome(line.welcome);
    const again = this.#welcomed;
    this.#welcomed = true;
    this.#renewed = false;
    this.#parts.store.set({ link: "online" });
    for (const answer of this.#waiting.splice(0)) answer(line);
    this.#events.online(again);
    void this.#heartbeat(); // its answer says the server's time most exactly
  }

  #welcome(welcome: Welcome): void {
    const { store } = this.#parts;
    store.set({ part: welcome.part });
    if (welcome.view !== null) takeView(store, welcome.view);
    this.#numbering.take(welcome.envelopes ?? []);
  }

  #take(line: Line, message: Message): void {
    if (message.name === "session:closed") {
      if (FINAL.has(message.body.code)) this.stop(message.body.code, message.body.message);
      return;
    }
    if (this.#line !== null && this.#line !== line) return; // a former line's last words
    if (message.name === "media:edges") this.#parts.store.set({ edges: message.body });
    else if (message.name === "media:offer") this.#events.offer(message.body);
    else if (message.name === "media:encodings") this.#events.encodings(message.body);
    else if (message.name === "canvas-update") this.#events.board(message.body);
    else if (message.name === "page:prove") this.#events.asked();
    else if (message.name !== "session:welcome") this.#numbering.take([message.body]);
  }

  async #heartbeat(): Promise<void> {
    const line = this.#line;
    if (line === null) return;
    const asked = Date.now();
    const beat = await line.send("heartbeat", { active: this.#parts.activity.active() }, ACT_LIMIT_MS);
    if (beat === null) return this.check();
    if (!beat.ok) return;
    this.#setClock(sample(beat.now, asked, Date.now()));
    if (beat.token !== null) this.#token = beat.token;
    if (beat.ice_servers !== null) this.#events.relays(beat.ice_servers);
    await this.#numbering.expect(beat.seq);
  }

  #setClock(next: ClockSample): void {
    this.#clock = better(this.#clock, next);
    this.#parts.store.set({ clock_offset_ms: this.#clock.offset_ms });
  }
}
