// Lines by long polls, loaded where a network breaks WebSockets: what socket.io takes for a WebSocket, made of requests, as
// src/deskside/realtime/polling.py has it. Source: Engine.IO protocol 4, "HTTP long-polling".
import { WebSocket as SocketTransport } from "socket.io-client";

const PATH = "/api/socket/?EIO=4&transport=";
const SEPARATOR = "\x1e";
const [CLOSE, PING] = ["1", "2"];
/** UTF-8 of one request; the server takes 64 KiB. */
const MOST_BYTES = 60_000;
/** Until a WebSocket is tried beside, and later ones ever later. */
const [FIRST_MS, LAST_MS] = [60_000, 960_000];
/** The server's first ping comes after 5 s: a WebSocket that carries it is not one of those that a proxy cuts at once. */
const PING_LIMIT_MS = 9000;

const length = (text: string) => new TextEncoder().encode(text).length;

/** As the browser's WebSocket, as far as socket.io uses it. */
export class PollingSocket {
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onerror: (event: unknown) => void = () => {};
  onclose: (event: unknown) => void = () => {};
  binaryType = "";
  #sid = "";
  #unsent: string[] = [];
  #posting = false;
  /** Requests of each method, so that the server knows one that a browser or a proxy made again by itself. */
  readonly #asked = { GET: 0, POST: 0 };
  readonly #over = new AbortController();

  constructor() {
    void this.#listen().catch((error: unknown) => this.#fail(error));
  }

  /** In order: one request at a time, with all that has come up meanwhile. */
  send(packet: string): void {
    this.#unsent.push(packet);
    if (!this.#posting) void this.#post().catch((error: unknown) => this.#fail(error));
  }

  /** The server is told twice, as a proxy may keep the one to itself: by the poll that breaks off, and in words. */
  close(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    if (this.#sid !== "")
      void fetch(this.#next("POST"), { method: "POST", body: CLOSE, keepalive: true }).catch(() => {});
    this.onclose({});
  }

  /** No two are the same: a proxy may answer from memory although it was told not to. */
  #next(method: "GET" | "POST"): string {
    if (this.#sid === "") return `${PATH}polling&t=${Math.random()}`;
    return `${PATH}polling&sid=${encodeURIComponent(this.#sid)}&n=${++this.#asked[method]}`;
  }

  async #listen(): Promise<void> {
    for (;;) {
      const packets = (await this.#ask("GET")).split(SEPARATOR);
      if (this.#sid === "") {
        this.#sid = JSON.parse((packets[0] ?? "").slice(1)).sid;
        this.onopen();
      }
      for (const data of packets) {
        if (this.#over.signal.aborted) return;
        if (data === CLOSE) return this.#end();
        this.onmessage({ data });
      }
    }
  }

  async #post(): Promise<void> {
    this.#posting = true;
    await Promise.resolve(); // what is sent in one go is one request
    while (this.#unsent.length > 0) {
      let [count, bytes] = [0, 0];
      for (const packet of this.#unsent) {
        bytes += length(packet) + 1;
        if (count > 0 && bytes > MOST_BYTES) break;
        count++;
      }
      await this.#ask("POST", { body: this.#unsent.splice(0, count).join(SEPARATOR) });
    }
    this.#posting = false;
  }

  async #ask(method: "GET" | "POST", request: RequestInit = {}): Promise<string> {
    const answer = await fetch(this.#next(method), {
      ...request,
      method,
      cache: "no-store",
      signal: this.#over.signal,
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.text();
  }

  #fail(error: unknown): void {
    if (this.#over.signal.aborted) return;
    this.onerror(error);
    this.#end();
  }

  /** The server knows, or is not reached. */
  #end(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.onclose({});
  }
}

export class ByPolls extends SocketTransport {
  override createSocket(): PollingSocket {
    return new PollingSocket();
  }
}

let wait = FIRST_MS;

/** Resolves once a WebSocket was seen to live; never if `lost` comes first. */
export async function socketLives(lost: Promise<void>): Promise<void> {
  let over = false;
  void lost.then(() => {
    over = true;
  });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, wait * (0.8 + 0.4 * Math.random())));
    if (over) return new Promise(() => {});
    wait = Math.min(2 * wait, LAST_MS); // also if it lives: should the next line die all the same, the next try comes later
    if ((await tried()) && !over) return;
  }
}

function tried(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}${PATH}websocket`);
    const found = (lives: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(lives);
    };
    const timer = setTimeout(found, PING_LIMIT_MS, false);
    socket.onmessage = ({ data }) => data === PING && found(true);
    socket.onclose = () => found(false);
  });
}
