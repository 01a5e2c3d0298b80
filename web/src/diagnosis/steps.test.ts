import { expect, test } from "vitest";
import {
  all,
  failed,
  ok,
  type Probe,
  report,
  runSteps,
  STEPS,
  type StepId,
  type Steps,
  skipped,
  verdict,
} from "./steps";

const every = (probe: Probe) => Object.fromEntries(STEPS.map((id) => [id, probe])) as Record<StepId, Probe>;
const never = new AbortController().signal;

test("every step runs once, in order, and shows that it runs", async () => {
  const seen: string[] = [];
  const steps = await runSteps(
    every(async () => ok()),
    never,
    (now) => seen.push(STEPS.filter((id) => now[id].state === "running").join()),
  );
  expect(seen.filter(Boolean)).toEqual([...STEPS]);
  expect(verdict(steps)).toBe("good");
});

test("a stopped test is aborted from the step that ran, not failed", async () => {
  const stop = new AbortController();
  const stopping: Probe = async () => {
    stop.abort();
    throw new DOMException("stopped", "AbortError");
  };
  const steps = await runSteps({ ...every(async () => ok()), socket: stopping }, stop.signal, () => {});
  expect(STEPS.map((id) => steps[id].state)).toEqual(["ok", "ok", ...Array(5).fill("aborted")]);
  expect(verdict(steps)).toBe("aborted");
});

test("a probe that breaks is a failed step, and the others still run", async () => {
  const broken: Probe = () => Promise.reject(new Error("bug"));
  const steps = await runSteps({ ...every(async () => ok()), server: broken }, never, () => {});
  expect(steps.server).toEqual(failed("unexpected"));
  expect(steps.relay).toEqual(ok());
  expect(verdict(steps)).toBe("bad");
});

test("what was left out spoils nothing, and what waits is no result", () => {
  const good = Object.fromEntries(STEPS.map((id) => [id, ok()])) as unknown as Steps;
  expect(verdict({ ...good, relay: skipped("not_configured") })).toBe("good");
  expect(verdict(all("waiting"))).toBe("waiting");
  expect(verdict({ ...good, relay: { state: "waiting" } })).toBe("running");
});

test("the report names figures and reasons", () => {
  const steps = { ...all("aborted"), browser: ok(), server: ok({ rtt_ms: 12 }), socket: failed("blocked") };
  const lines = report(steps, { browser: "firefox" }).split("\n");
  expect(lines.slice(0, 6)).toEqual([
    "Deskside connection test",
    "browser=firefox",
    "",
    "browser  ok",
    "server   ok       rtt_ms=12",
    "socket   failed   blocked",
  ]);
  expect(lines.at(-1)).toBe("relay    aborted");
});
