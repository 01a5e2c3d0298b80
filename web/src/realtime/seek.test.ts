import { expect, test, vi } from "vitest";
import { BROKEN, seekLine } from "./seek";

test("an error of ours is told as one, not as a server that does not answer", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const outcome = await seekLine({
    openLine: () => {
      throw new TypeError("AbortSignal.any is not a function");
    },
    reachable: async () => null,
    poke: new EventTarget(),
    signal: new AbortController().signal,
    auth: async () => ({ token: "t", page: "p", seq: null }),
    onMessage: () => {},
  });
  expect(outcome).toMatchObject({ ok: false, code: BROKEN });
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});
