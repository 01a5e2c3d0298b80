import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", () => {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what hangs is told, and still comes", async () => {
  const { loadModule } = await import("./load-module");
  const trouble = vi.fn();
  let come = (_: string) => {};
  const loading = loadModule(() => new Promise<string>((resolve) => (come = resolve)), trouble);
  await vi.advanceTimersByTimeAsync(5000);
  expect(trouble).toHaveBeenCalledOnce();
  come("it");
  expect(await loading).toBe("it");
});

test("what comes at once is no trouble", async () => {
  const { loadModule } = await import("./load-module");
  const trouble = vi.fn();
  expect(await loadModule(async () => "it", trouble)).toBe("it");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(trouble).not.toHaveBeenCalled();
});
