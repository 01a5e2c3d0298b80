// Answers that the server has not acknowledged yet, item by item: nothing typed is lost, and no item is sent more often
// than once in `PAUSE_MS`. An answer that cannot be sent now is sent again until it can.
import type { Outcome } from "./commands";
import { createStore, type Observable } from "./store";

const PAUSE_MS = 1000;
const RETRY_MS = 2000;
/** Refusals that are no verdict on the answer: it is tried again. */
const PASSING: ReadonlySet<string> = new Set(["unreachable", "unavailable", "rate_limited", "internal"]);

export interface Draft {
  readonly value: string;
  /** `waiting`: it could not be sent, and will be. `refused`: the server will not have it. */
  readonly state: "typing" | "sending" | "waiting" | "refused";
  /** What the server said, when it was refused. */
  /** Of the refusal: its code, and what the server says. */
  readonly code: string;
  readonly message: string;
}

export type DraftsByItem = Readonly<Record<string, Draft>>;

export interface Drafts extends Observable<DraftsByItem> {
  /** Another value. `soon`: it is sent by itself within a second; else by `commit`. */
  type(itemId: string, value: string, soon: boolean): void;
  /** The person is done with this item for now: send what there is. */
  commit(itemId: string): void;
  /** Send nothing any more. */
  stop(): void;
}

/** Where drafts outlive a reload of the page. */
export interface Shelf {
  load(): Readonly<Record<string, string>>;
  save(values: Readonly<Record<string, string>>): void;
}

export function createDrafts(answer: (itemId: string, value: string) => Promise<Outcome>, shelf: Shelf): Drafts {
  const store = createStore<{ all: DraftsByItem }>({ all: {} });
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const sending = new Set<string>();
  /** Items whose newest value was to be sent while the one before was on its way. */
  const again = new Set<string>();

  const put = (itemId: string, draft: Draft | null) => {
    const { [itemId]: _, ...others } = store.get().all;
    const all = draft === null ? others : { ...others, [itemId]: draft };
    store.set({ all });
    shelf.save(Object.fromEntries(Object.entries(all).map(([id, { value }]) => [id, value])));
  };
  const later = (itemId: string, ms: number) => {
    if (!timers.has(itemId))
      timers.set(
        itemId,
        setTimeout(() => void send(itemId), ms),
      );
  };
  const unschedule = (itemId: string) => {
    clearTimeout(timers.get(itemId));
    timers.delete(itemId);
  };
  /** What becomes of the draft `now`, after `sent` was answered. */
  const settle = (itemId: string, now: Draft, sent: string, outcome: Outcome) => {
    const wanted = again.delete(itemId);
    if (!outcome.ok && PASSING.has(outcome.code)) {
      put(itemId, { ...now, state: "waiting" });
      later(itemId, RETRY_MS);
    } else if (now.value !== sent) {
      if (wanted) later(itemId, PAUSE_MS);
    } else put(itemId, outcome.ok ? null : { ...now, state: "refused", code: outcome.code, message: outcome.message });
  };
  const send = async (itemId: string): Promise<void> => {
    unschedule(itemId);
    const draft = store.get().all[itemId];
    if (draft === undefined) return;
    if (sending.has(itemId)) {
      again.add(itemId);
      return;
    }
    sending.add(itemId);
    put(itemId, { ...draft, state: "sending" });
    const outcome = await answer(itemId, draft.value);
    sending.delete(itemId);
    settle(itemId, store.get().all[itemId] ?? draft, draft.value, outcome);
  };

  for (const [itemId, value] of Object.entries(shelf.load())) {
    put(itemId, { value, state: "typing", code: "", message: "" });
    later(itemId, 0);
  }
  return {
    get: () => store.get().all,
    subscribe: store.subscribe,
    type(itemId, value, soon) {
      put(itemId, { value, state: "typing", code: "", message: "" });
      if (soon) later(itemId, PAUSE_MS);
    },
    commit: (itemId) => void send(itemId),
    stop: () => {
      for (const itemId of timers.keys()) unschedule(itemId);
    },
  };
}
