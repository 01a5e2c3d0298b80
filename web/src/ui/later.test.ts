import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules(); // a page that has just been opened
});
afterEach(() => {
  vi.useRealTimers();
});

async function opened() {
  const { later, pictureComes } = await import("./later");
  const load = vi.fn(async () => "part");
  return { load, loading: later(load), pictureComes };
}

test("whoever stays in front of the door gets the rest soon", async () => {
  const { load, loading } = await opened();
  const part = loading();
  await vi.advanceTimersByTimeAsync(499);
  expect(load).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await expect(part).resolves.toBe("part");
});

test("who goes straight in sees the picture before anything else is loaded", async () => {
  const { load, loading, pictureComes } = await opened();
  void loading();
  let shown = () => {};
  pictureComes(
    new Promise((resolve) => {
      shown = resolve;
    }),
  );
  void loading();
  await vi.advanceTimersByTimeAsync(1400);
  expect(load).not.toHaveBeenCalled();
  shown();
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(2);
});

test("a picture that does not come holds up nothing for long, and nothing that is asked for afterwards", async () => {
  const { load, loading, pictureComes } = await opened();
  pictureComes(new Promise(() => {}));
  void loading();
  await vi.advanceTimersByTimeAsync(1500);
  expect(load).toHaveBeenCalledTimes(1);
  void loading();
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(2);
});
