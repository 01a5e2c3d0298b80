import { describe, expect, it } from "vitest";
import { anyOf } from "./signals";

describe("anyOf", () => {
  it("ends with whichever ends first, for its reason", () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const both = anyOf([one.signal, two.signal]);
    expect(both.aborted).toBe(false);
    two.abort("second");
    one.abort("first");
    expect([both.aborted, both.reason]).toEqual([true, "second"]);
  });

  it("has ended from the start if one has", () => {
    expect(anyOf([new AbortController().signal, AbortSignal.abort("gone")]).reason).toBe("gone");
  });

  it("leaves no listener on a signal that lives on", () => {
    const lasting = new AbortController();
    let listeners = 0;
    const { signal } = lasting;
    const add = signal.addEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: EventListener, options: AddEventListenerOptions) => {
      listeners += 1;
      options.signal?.addEventListener("abort", () => {
        listeners -= 1;
      });
      add(type, listener, options);
    };
    for (let i = 0; i < 10; i++) {
      const short = new AbortController();
      anyOf([signal, short.signal]);
      short.abort();
    }
    expect(listeners).toBe(0);
  });
});
