import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setUp } from "./fake-page";
import type { FakeServer } from "./fake-server";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function dieAfter(server: FakeServer, ...milliseconds: number[]) {
  for (const each of milliseconds) {
    await vi.advanceTimersByTimeAsync(each);
    server.cut();
    await vi.advanceTimersByTimeAsync(1);
  }
}

test("a network in which three lines in a row die early gets polls; one that lives for long begins anew", async () => {
  const { server, store, connection } = setUp();
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  await dieAfter(server, 3000, 3000, 25_000, 3000, 3000);
  expect(server.byPolls).not.toContain(true);
  await dieAfter(server, 3000);
  expect(server.byPolls.at(-1)).toBe(true);
  expect(store.get().link).toBe("online");
  await dieAfter(server, 3000);
  expect(server.byPolls.at(-1)).toBe(true);
});

test("once a websocket would live the page moves to one beside its polls, and back at once if that dies early", async () => {
  const { server, store, connection } = setUp();
  let lives = () => {};
  connection.start(null);
  await vi.advanceTimersByTimeAsync(1);
  server.better = new Promise((resolve) => {
    lives = resolve;
  });
  await dieAfter(server, 3000, 3000, 3000);
  expect(server.byPolls.at(-1)).toBe(true);
  const links: string[] = [];
  store.subscribe(() => links.push(store.get().link));
  const outcome = connection.send("next-exercise", { student_id: "alice" });
  lives();
  await vi.advanceTimersByTimeAsync(10);
  expect(await outcome).toMatchObject({ ok: true });
  expect(server.byPolls.at(-1)).toBe(false);
  expect(links).not.toContain("down");
  server.better = new Promise(() => {});
  await dieAfter(server, 5000);
  expect(server.byPolls.at(-1)).toBe(true);
});
