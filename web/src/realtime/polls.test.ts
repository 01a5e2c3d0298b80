import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PollingSocket, socketLives } from "./polls";

const SEPARATOR = "\x1e";

/** A server of polls: what waits to be read, and what was posted. */
class Server {
  readonly posted: string[] = [];
  readonly urls: string[] = [];
  polls = 0;
  postStatus = 200;
  /** Ends a POST that is under way; set: each waits for it. */
  hold: Promise<void> | null = null;
  #waiting: ((answer: string) => void) | null = null;

  request = async (url: string, { method = "GET", body, signal }: RequestInit): Promise<Response> => {
    this.urls.push(url);
    if (method === "POST") {
      await this.hold;
      this.posted.push(String(body));
      return new Response("ok", { status: this.postStatus });
    }
    this.polls++;
    const answer = await new Promise<string>((resolve, reject) => {
      this.#waiting = resolve;
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    });
    return new Response(answer);
  };

  async says(...packets: string[]): Promise<void> {
    this.#waiting?.(packets.join(SEPARATOR));
    await vi.advanceTimersByTimeAsync(1);
  }
}

let server = new Server();

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  vi.stubGlobal("fetch", server.request);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened() {
  const socket = new PollingSocket();
  const told = { open: 0, heard: [] as string[], errors: 0, closed: 0 };
  socket.onopen = () => told.open++;
  socket.onmessage = ({ data }) => told.heard.push(data);
  socket.onerror = () => told.errors++;
  socket.onclose = () => told.closed++;
  await vi.advanceTimersByTimeAsync(1);
  await server.says('0{"sid":"a=b"}');
  return { socket, told };
}

test("what the server says is heard in order, and polls follow one another with the id of the line", async () => {
  const { told } = await opened();
  await server.says("40", "42[1]");
  await server.says("2");
  expect(told).toMatchObject({ open: 1, heard: ['0{"sid":"a=b"}', "40", "42[1]", "2"], errors: 0, closed: 0 });
  expect(server.polls).toBe(4);
  expect(server.urls[0]).toMatch(/^\/api\/socket\/\?EIO=4&transport=polling&t=0\.\d+$/);
  expect(server.urls.at(-1)).toBe("/api/socket/?EIO=4&transport=polling&sid=a%3Db&n=3");
});

test("requests are counted, each method by itself, and no two lines begin alike: whatever repeats one is found out", async () => {
  const { socket } = await opened();
  await server.says("2");
  for (const packet of ["3", "42[1]"]) {
    socket.send(packet);
    await vi.advanceTimersByTimeAsync(1);
  }
  await server.says("2");
  socket.close();
  await opened();
  const numbers = server.urls.map((url) => /n=(\d)/.exec(url)?.[1] ?? "begins");
  expect(numbers).toEqual(["begins", "1", "2", "1", "2", "3", "3", "begins", "1"]);
  expect(server.urls[0]).not.toBe(server.urls[7]);
});

test("what is sent meanwhile goes in one request after the present one, in order", async () => {
  const { socket } = await opened();
  let go = () => {};
  server.hold = new Promise((resolve) => {
    go = resolve;
  });
  socket.send("a");
  await vi.advanceTimersByTimeAsync(1);
  socket.send("b");
  socket.send("c");
  await vi.advanceTimersByTimeAsync(1);
  server.hold = null;
  go();
  await vi.advanceTimersByTimeAsync(1);
  expect(server.posted).toEqual(["a", `b${SEPARATOR}c`]);
});

test("a request is never longer than the server takes, in bytes", async () => {
  const { socket } = await opened();
  for (let n = 0; n < 4; n++) socket.send("ü".repeat(10_000));
  socket.send("x".repeat(63_000));
  socket.send("y");
  await vi.advanceTimersByTimeAsync(1);
  expect(server.posted.map((body) => body.split(SEPARATOR).length)).toEqual([2, 2, 1, 1]);
});

test("closing says so, breaks off the poll, and nothing is heard after", async () => {
  const { socket, told } = await opened();
  socket.close();
  socket.close();
  await vi.advanceTimersByTimeAsync(1);
  expect(server.posted).toEqual(["1"]);
  await server.says("42[1]");
  expect(told).toMatchObject({ heard: ['0{"sid":"a=b"}'], errors: 0, closed: 1 });
});

test("the server's end is one, and its last words are heard", async () => {
  const { told } = await opened();
  await server.says("42[1]", "1");
  expect(told).toMatchObject({ heard: ['0{"sid":"a=b"}', "42[1]"], errors: 0, closed: 1 });
  expect(server.polls).toBe(2);
});

test("a request that fails is the line's end", async () => {
  const { socket, told } = await opened();
  server.postStatus = 400;
  socket.send("3");
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toMatchObject({ errors: 1, closed: 1 });
});

test("a websocket is tried beside after a minute, ever later while none lives, and not when the line is gone", async () => {
  const tries: number[] = [];
  let behaves: "closes" | "cut" | "pings" = "closes";
  class Fake {
    onmessage: (event: { data: string }) => void = () => {};
    onclose: () => void = () => {};
    constructor() {
      tries.push(Date.now());
      if (behaves === "closes") setTimeout(() => this.onclose(), 10);
      setTimeout(() => this.onmessage({ data: '0{"sid":"x"}' }), 20);
      if (behaves === "cut") setTimeout(() => this.onclose(), 3000);
      if (behaves === "pings") setTimeout(() => this.onmessage({ data: "2" }), 5000);
    }
    close() {}
  }
  vi.stubGlobal("WebSocket", Fake);
  vi.stubGlobal("location", { origin: "http://localhost" });
  const [began, never] = [Date.now(), new Promise<void>(() => {})];
  const lives = vi.fn();
  void socketLives(never).then(lives);
  await vi.advanceTimersByTimeAsync(75_000);
  expect(tries).toHaveLength(1);
  expect((tries[0] ?? 0) - began).toBeGreaterThan(45_000);
  behaves = "cut";
  await vi.advanceTimersByTimeAsync(150_000);
  expect(tries).toHaveLength(2);
  expect(lives).not.toHaveBeenCalled();
  behaves = "pings";
  await vi.advanceTimersByTimeAsync(300_000);
  expect(lives).toHaveBeenCalledOnce();
  const gone = vi.fn();
  void socketLives(Promise.resolve()).then(gone);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(gone).not.toHaveBeenCalled();
});
