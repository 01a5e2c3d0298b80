import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Refused } from "../wire/commands";
import type { Envelope } from "../wire/session";
import { type Admission, NO_ANSWER } from "./api";
import { setUp } from "./fake-page";
import { view } from "./fake-server";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const empty = (seq: number): Envelope => ({ session_id: "s", seq, at: 0, event: null, view: null });
const refusal = (code: string): Refused => ({ ok: false, code, message: "" });

test("the view is drawn from the grant before any line is up, and a grant in the page needs no request", async () => {
  const { store, connection, admit, events } = setUp();
  connection.start({ token: "t0", part: "student", now: 0, seq: 2, view: view(2) } as unknown as Admission);
  expect(store.get()).toMatchObject({ seq: 2, link: "connecting" });
  expect(events.admitted).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(store.get().link).toBe("online");
  expect(admit).not.toHaveBeenCalled();
});

test("a lost line is replaced at once, with the same page and what the page holds", async () => {
  const { server, store, events, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.cut();
  await vi.advanceTimersByTimeAsync(1);
  expect(store.get().link).toBe("online");
  expect(server.auths.at(-1)).toEqual({ token: "t1", page: "page", seq: 3 });
  expect(events.online.mock.calls).toEqual([[false], [true]]);
});

test("a try that hangs since before the network came back is given up for a new one within moments", async () => {
  let up = true;
  const { server, store, connection } = setUp(() => up);
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  up = false;
  server.door = () => (up ? "welcome" : "silence");
  server.cut();
  await vi.advanceTimersByTimeAsync(3000); // somewhere within a try's four seconds
  expect(store.get().link).toBe("down");
  up = true;
  await vi.advanceTimersByTimeAsync(200);
  expect(store.get().link).toBe("online");
});

test("an act whose line is lost before the answer is sent again over the next one", async () => {
  const { server, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.answers = false;
  const outcome = connection.send("media:refresh", {});
  await vi.advanceTimersByTimeAsync(100);
  server.answers = true;
  server.cut();
  await vi.advanceTimersByTimeAsync(10);
  expect(await outcome).toMatchObject({ ok: true });
  expect(server.acts.filter((name) => name === "media:refresh")).toHaveLength(2);
});

test("an act that is sent again is the same act, and another one of the same kind is not", async () => {
  const { server, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.answers = false;
  const outcome = connection.send("next-exercise", { student_id: "alice" });
  await vi.advanceTimersByTimeAsync(100);
  server.answers = true;
  server.cut();
  await vi.advanceTimersByTimeAsync(10);
  expect(await outcome).toMatchObject({ ok: true });
  await connection.send("next-exercise", { student_id: "alice" });
  const ids = server.actIds.filter((_, n) => server.acts[n] === "next-exercise");
  expect(ids).toHaveLength(3);
  expect(ids[0]).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("an act that nobody answers fails after five seconds, and says that it may be tried again", async () => {
  const { server, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.answers = false;
  const outcome = connection.send("leave-session", {});
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toEqual(NO_ANSWER);
});

test("an act over a line that carries nothing any more is answered over a second one, as the same act", async () => {
  const { server, connection, store } = setUp(() => false);
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.deaf = 1;
  const outcome = connection.send("next-exercise", { student_id: "alice" });
  await vi.advanceTimersByTimeAsync(1400);
  expect(await outcome).toMatchObject({ ok: true });
  expect(server.auths).toHaveLength(2);
  expect(store.get().link).toBe("online");
  const ids = server.actIds.filter((_, n) => server.acts[n] === "next-exercise");
  expect(new Set(ids).size).toBe(1);
});

test("an act without an answer for a second asks whether its line is one, and once only", async () => {
  const { server, connection } = setUp(() => false);
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.answers = false;
  server.door = () => "silence";
  const outcome = connection.send("leave-session", {});
  await vi.advanceTimersByTimeAsync(999);
  expect(server.auths).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(302);
  expect(server.auths).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await outcome).toEqual(NO_ANSWER);
});

test("a line that does not answer a check within 300 ms gets a second one beside it, and is kept if it answers first", async () => {
  const { server, connection } = setUp(() => false);
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  connection.check();
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.auths).toHaveLength(1);
  server.answers = false;
  connection.check();
  await vi.advanceTimersByTimeAsync(301);
  expect(server.auths).toHaveLength(2);
});

test("a gap is filled by catching up, and envelopes that came meanwhile are not lost", async () => {
  const { server, store, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.seq = 6;
  server.tell({ name: "session:event", body: empty(5) });
  server.tell({ name: "session:event", body: empty(7) });
  await vi.advanceTimersByTimeAsync(1);
  expect(server.acts).toContain("catch-up");
  expect(store.get().seq).toBe(7);
});

test("relays of a heartbeat are for the next connections", async () => {
  const { server, events, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  expect(events.relays).not.toHaveBeenCalled();
  server.relays = [{ urls: ["turn:t"], username: "later:me", credential: "c" }];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events.relays).toHaveBeenLastCalledWith(server.relays);
});

test("an old token is renewed once and unseen; a person who is no longer signed in is told", async () => {
  const { server, store, admit, connection } = setUp();
  server.door = () => (admit.mock.calls.length < 2 ? refusal("unauthorized") : "welcome");
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  expect(store.get().link).toBe("online");
  expect(admit).toHaveBeenCalledTimes(2);
  server.door = () => refusal("unauthorized");
  admit.mockResolvedValue(refusal("unauthorized"));
  server.cut();
  await vi.advanceTimersByTimeAsync(10);
  expect(store.get().closed?.code).toBe("unauthorized");
});

test.each(["superseded", "removed", "session_over"])("%s is final: nothing is tried any more", async (code) => {
  const { server, store, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.tell({ name: "session:closed", body: { code, message: "why" } });
  server.cut();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.get().closed).toEqual({ code, message: "why" });
  expect(server.auths).toHaveLength(1);
  expect(await connection.send("tracks", { mic: false, camera: false, screen: false })).toEqual(NO_ANSWER);
});

test("a server that is overloaded is left alone for two seconds", async () => {
  const { server, connection } = setUp();
  server.door = () => refusal("rate_limited");
  connection.start(null);
  await vi.advanceTimersByTimeAsync(7500);
  expect(server.auths.length).toBeLessThanOrEqual(5);
});
