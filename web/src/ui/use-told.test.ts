import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStore } from "../session/store";
import { follow, type Told } from "./use-told";

interface State {
  readonly seq: number;
  readonly here: boolean;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function page() {
  const store = createStore<State>({ seq: 1, here: true });
  const shown: string[] = [];
  const told = ({ here }: State): Told<State> =>
    here ? "Alice is here." : { text: "Alice lost the connection.", still: (now) => !now.here };
  const end = follow(store, told, (text) => shown.push(text));
  const becomes = (here: boolean) => store.set({ seq: store.get().seq + 1, here });
  return { becomes, shown, end };
}

test("what is over within a moment is not told, and what lasts is", async () => {
  const { becomes, shown } = page();
  becomes(false);
  await vi.advanceTimersByTimeAsync(500);
  becomes(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown).toEqual(["Alice is here."]);
  becomes(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown).toEqual(["Alice is here.", "Alice lost the connection."]);
});

test("a page that is closed tells nothing any more", async () => {
  const { becomes, shown, end } = page();
  becomes(false);
  end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown).toEqual([]);
});
