// What a page holds of its session, as one observable value. Knows nothing of React, sockets or media.
import type { Closed, Edges, Envelope, Part, Session, SessionEvent } from "../wire/session";
import { receive } from "./apply";

export interface Observable<T> {
  get(): T;
  /** `listener` is called after each change; the returned function ends that. */
  subscribe(listener: () => void): () => void;
}

export interface Store<T> extends Observable<T> {
  /** Merge these fields in. Listeners are called only if one of them is another value than before. */
  set(patch: Partial<T>): void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(patch) {
      const keys = Object.keys(patch) as (keyof T)[];
      if (keys.every((key) => Object.is(patch[key], value[key]))) return;
      value = { ...value, ...patch };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `connecting` before the first welcome, `online`, or `down`: lost, and being sought again. */
export type Link = "connecting" | "online" | "down";

export interface RoomState {
  /** Whose page this is. */
  readonly me: string;
  /** null until the server has said it. */
  readonly part: Part | null;
  /** null until the first view is there. */
  readonly view: Session | null;
  /** The newest number folded into `view`; null without a view. */
  readonly seq: number | null;
  /** The event of number `seq`; null if this page was shown none, or was given a whole view. */
  readonly last: SessionEvent | null;
  readonly link: Link;
  /** The page is in the room, or on its way back into it; false in the lobby. */
  readonly joined: boolean;
  /** Final: superseded, removed, session_over, left, or a refusal; nothing will come any more. */
  readonly closed: Closed | null;
  /** The edges really in force in the engine, from and to this person. */
  readonly edges: Edges;
  /** Acts that are under way, by key (see `commands.ts`, `actKey`). */
  readonly pending: ReadonlySet<string>;
  /** Server's clock minus this machine's, in milliseconds. */
  readonly clock_offset_ms: number;
}

export const NO_EDGES: Edges = {
  heard_by: [],
  seen_by: [],
  hears: [],
  sees: [],
  paused_cameras: [],
  paused_screens: [],
  recorded_sound: [],
  recorded_picture: [],
};

export function emptyRoom(me: string): RoomState {
  return {
    me,
    part: null,
    view: null,
    seq: null,
    last: null,
    link: "connecting",
    joined: false,
    closed: null,
    edges: NO_EDGES,
    pending: new Set(),
    clock_offset_ms: 0,
  };
}

/** Start from this view, unless the store already holds a newer one. */
export function takeView(store: Store<RoomState>, view: Session): void {
  const { seq } = store.get();
  if (seq === null || view.seq >= seq) store.set({ view, seq: view.seq, last: null });
}

/** Fold what comes next. `gap`: something before it is missing, ask for it; `old`: it is already in. */
export function takeEnvelope(store: Store<RoomState>, envelope: Envelope): "folded" | "old" | "gap" {
  const { view, seq } = store.get();
  if (view === null || seq === null) return "gap";
  if (envelope.seq <= seq) return "old";
  if (envelope.seq !== seq + 1) return "gap";
  store.set({ view: receive(view, envelope), seq: envelope.seq, last: envelope.event });
  return "folded";
}
