import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** As browsers do that remember for ever which module failed, and name its address. */
const MODULE = "data:text/javascript,export%20const%20word='here';//";
const never = () =>
  Promise.reject<{ word: string }>(new TypeError(`Failed to fetch dynamically imported module: ${MODULE}`));

beforeEach(() => {
  vi.stubGlobal("addEventListener", () => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a module that came by another address is used as one that came at once", async () => {
  const { Once } = await import("./once");
  for (const load of [never, async () => ({ word: "here" })]) {
    const once = new Once(load, ({ word }) => word.toUpperCase());
    const came = new Promise<void>((resolve) => once.subscribe(resolve));
    once.ask();
    await came;
    expect(once.get()).toBe("HERE");
  }
});

test("what could not be made of a module is asked for again", async () => {
  const { Once } = await import("./once");
  const make = vi.fn().mockRejectedValueOnce(new Error("no rules")).mockResolvedValue("made");
  const once = new Once(async () => ({}), make);
  once.ask();
  await vi.waitFor(() => expect(make).toHaveBeenCalledTimes(1));
  await vi.waitFor(() => {
    once.ask();
    expect(once.get()).toBe("made");
  });
});
