import { expect, test } from "vitest";
import { reported } from "./reported";

test("a refusal is told and handed on; an accepted act is silent", async () => {
  const told: string[] = [];
  const acts = reported(
    {
      start: async () => ({ ok: true }) as const,
      end: async (why: string) => ({ ok: false, code: "conflict", message: `not ${why}` }) as const,
    },
    (message) => told.push(message),
  );
  expect(await acts.start()).toEqual({ ok: true });
  expect(told).toEqual([]);
  expect(await acts.end("now")).toEqual({ ok: false, code: "conflict", message: "not now" });
  expect(told).toEqual(["not now"]);
});
