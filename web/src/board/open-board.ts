// One board between this page and the server: what is drawn here is kept and sent until the server has it, what the
// server tells is merged in; after a cut both tell each other what is missing.
import { type BoardElement, type BoardState, merge, type Pace, type SharedBoard, stamp } from "../session/boards";
import type { Send } from "../session/commands";
import { createStore } from "../session/store";
import type { BoardUpdate } from "../wire/session";
import { bytes, slim } from "./slim";

/** Between two messages; a hand that draws makes sixty changes a second. */
const GAP_MS = 30;
/** Long strokes are sent whole with each change: that may take this much of the line. */
const BYTES_PER_MS = 200;
/** Bytes of elements in one message; the server takes 64 KiB. */
const MESSAGE_BYTES = 54_000;
const RETRY_MS = 1000;
/** Refusals that pass by themselves. */
const PASSING = new Set(["unreachable", "rate_limited", "unavailable", "internal", "unauthorized"]);

/** It lasts until the board is cleared, or the server begins anew with what it has stored. */
const FULL = "board_full";

const EMPTY: BoardState = { scene: new Map(), generation: 0, ready: false, unsent: 0, refusal: null, taken_back: 0 };

export class OpenBoard implements SharedBoard {
  readonly id: string;
  readonly state = createStore<BoardState>(EMPTY);
  readonly #send: Send;
  #pace: Pace | null = null;
  /** What the server is known to have, by id. */
  #known = new Map<string, BoardElement>();
  #epoch = "";
  #clock = 0;
  /** The clock from which on everything has arrived; null: not watching. */
  #target: number | null = null;
  #attempt = 0;
  /** Elements in one message: fewer where the board is full, until it is found what has no room. */
  #most = Infinity;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, send: Send) {
    this.id = id;
    this.#send = send;
  }

  draw(elements: Iterable<BoardElement>): void {
    const { scene } = this.state.get();
    const merged = merge(scene, Array.from(elements, slim));
    if (merged === scene) return;
    this.state.set({ scene: merged, ...(this.state.get().refusal === "invalid" ? { refusal: null } : {}) });
    this.#schedule(0);
  }

  /** Be told at this pace; null: no more. */
  follow(pace: Pace | null): void {
    if (pace === this.#pace) return;
    this.#pace = pace;
    if (pace !== null) void this.watch();
    else this.#rest();
  }

  /** Ask to be told of the board: at first, at another pace, and over each new line. */
  async watch(): Promise<void> {
    const [pace, attempt] = [this.#pace, ++this.#attempt];
    if (pace === null) return;
    const { generation } = this.state.get();
    const known = { epoch: this.#epoch, generation, clock: this.#clock };
    const ack = await this.#send("board-watch", { board: this.id, pace, ...known });
    if (attempt !== this.#attempt || this.#pace === null) return;
    if (ack.ok) {
      this.#adopt(ack.epoch, ack.generation);
      this.#target = ack.clock;
      if (this.state.get().refusal !== FULL) this.state.set({ refusal: null });
      this.#settle();
    } else if (PASSING.has(ack.code)) this.#later(() => void this.watch());
    else this.state.set({ refusal: ack.code });
  }

  take(update: BoardUpdate): void {
    if (this.#pace === null) return;
    this.#adopt(update.epoch, update.generation);
    const elements = update.elements as unknown as readonly BoardElement[];
    for (const element of elements) this.#known.set(element.id, element);
    this.state.set({ scene: merge(this.state.get().scene, elements) });
    this.#clock = Math.max(this.#clock, update.clock);
    this.#settle();
  }

  /** Another epoch: a server that may have lost what it had taken. Another generation: the board was cleared. */
  #adopt(epoch: string, generation: number): void {
    const cleared = this.#epoch !== "" && generation !== this.state.get().generation;
    if (cleared || epoch !== this.#epoch) {
      this.#known.clear();
      this.#clock = 0;
      if (this.state.get().refusal === FULL) this.state.set({ refusal: null });
    }
    if (cleared) this.state.set({ scene: new Map() });
    this.#epoch = epoch;
    this.state.set({ generation });
  }

  #settle(): void {
    if (this.#target !== null && this.#clock >= this.#target) this.state.set({ ready: true });
    this.#schedule(0);
  }

  #schedule(ms: number): void {
    if (this.#sending || this.#timer !== undefined) return;
    this.#later(() => void this.#flush(), ms);
  }

  #later(act: () => void, ms = RETRY_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      act();
    }, ms);
  }

  /** What the server lacks, as much as fits into a message. */
  #batch(unsent: readonly BoardElement[]): { batch: BoardElement[]; size: number } {
    const batch: BoardElement[] = [];
    let size = 0;
    for (const element of unsent) {
      const more = bytes(element);
      if (batch.length > 0 && (size + more > MESSAGE_BYTES || batch.length >= this.#most)) break;
      batch.push(element);
      size += more;
    }
    return { batch, size };
  }

  async #flush(): Promise<void> {
    const { scene, generation } = this.state.get();
    const unsent = [...scene.values()].filter((element) => !this.#confirmed(element));
    this.state.set({ unsent: unsent.length });
    if (unsent.length === 0) this.#most = Infinity;
    if (unsent.length === 0 || this.#target === null || this.#clock < this.#target || this.#sending) return;
    const { batch, size } = this.#batch(unsent);
    const began = performance.now();
    this.#sending = true;
    const ack = await this.#send("canvas-update", { board: this.id, generation, elements: batch });
    this.#sending = false;
    if (ack.ok) {
      for (const element of batch) this.#known.set(element.id, element);
      this.#schedule(Math.max(0, Math.max(GAP_MS, size / BYTES_PER_MS) - (performance.now() - began)));
    } else if (generation !== this.state.get().generation)
      this.#schedule(0); // said of a board that is no more
    else this.#refused(ack.code, batch);
  }

  #confirmed(element: BoardElement): boolean {
    const known = this.#known.get(element.id);
    return known !== undefined && stamp(known) === stamp(element);
  }

  #refused(code: string, batch: readonly BoardElement[]): void {
    if (PASSING.has(code)) this.#later(() => void this.#flush());
    else if (code === FULL || code === "invalid") this.#tooMuch(batch, code);
    else if (code === "conflict")
      void this.watch(); // cleared meanwhile: what was drawn on the old sheet goes with it
    else {
      this.#startAnew();
      for (const element of batch) this.#known.set(element.id, element); // it will not be better next time
      this.state.set({ refusal: code });
      this.#schedule(0);
    }
  }

  /** Of several elements some may still be taken: ask for fewer. One alone that is not is taken back. */
  #tooMuch(batch: readonly BoardElement[], code: string): void {
    this.#most = Math.ceil(batch.length / 2);
    if (batch.length === 1 && batch[0] !== undefined) this.#takeBack(batch[0], code);
    this.#schedule(GAP_MS);
  }

  /** Show the element as the server has it. What is new here and as large as this one has no room either. */
  #takeBack(refused: BoardElement, code: string): void {
    const scene = new Map(this.state.get().scene);
    const known = this.#known.get(refused.id);
    if (known !== undefined) scene.set(refused.id, known);
    else if (code !== FULL) scene.delete(refused.id);
    else
      for (const element of scene.values())
        if (!this.#known.has(element.id) && bytes(element) >= bytes(refused)) scene.delete(element.id);
    this.state.set({ scene, refusal: code, taken_back: this.state.get().taken_back + 1 });
  }

  /** Show what the server has, and nothing else: what it does not allow is not here either. */
  #startAnew(): void {
    this.#epoch = "";
    this.#clock = 0;
    this.#known.clear();
    this.#target = null;
    this.state.set({ scene: new Map(), ready: false, generation: 0 });
    this.#later(() => void this.watch());
  }

  #rest(): void {
    this.#attempt++;
    this.#target = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.state.set({ ready: false });
    void this.#send("board-unwatch", { board: this.id });
  }
}
