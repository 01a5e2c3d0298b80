import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepAwake } from "./awake";

/** A page, and a system that takes the lock from whatever is hidden. */
class Page extends EventTarget {
  visibilityState = "visible";

  show(visibilityState: "visible" | "hidden"): void {
    this.visibilityState = visibilityState;
    if (visibilityState === "hidden") held.clear();
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const held = new Set<object>();
let page = new Page();
const locks = {
  refuses: false,
  async request() {
    if (this.refuses) throw new DOMException("battery", "NotAllowedError");
    const lock = { release: async () => void held.delete(lock) };
    held.add(lock);
    return lock;
  },
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  held.clear();
  page = new Page();
  locks.refuses = false;
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", { wakeLock: locks });
});
afterEach(() => vi.unstubAllGlobals());

test("the screen is kept awake once until that is over", async () => {
  const stop = keepAwake();
  await settled();
  expect(held.size).toBe(1);
  page.show("visible");
  await settled();
  expect(held.size).toBe(1);
  stop();
  await settled();
  expect(held.size).toBe(0);
  page.show("visible");
  await settled();
  expect(held.size).toBe(0);
});

test("a page that was hidden asks again when it can be seen", async () => {
  const stop = keepAwake();
  await settled();
  page.show("hidden");
  await settled();
  expect(held.size).toBe(0);
  page.show("visible");
  await settled();
  expect(held.size).toBe(1);
  stop();
});

test("a page that begins hidden asks when it can be seen", async () => {
  page.visibilityState = "hidden";
  const stop = keepAwake();
  await settled();
  expect(held.size).toBe(0);
  page.show("visible");
  await settled();
  expect(held.size).toBe(1);
  stop();
});

test("a system that refuses, or a browser that knows nothing of it, breaks nothing", async () => {
  locks.refuses = true;
  const stop = keepAwake();
  await settled();
  stop();
  await settled();
  expect(held.size).toBe(0);
  vi.stubGlobal("navigator", {});
  keepAwake()();
  await settled();
});
