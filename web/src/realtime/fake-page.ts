// For tests: a page's connection, put together with a server of the test's own.
import { vi } from "vitest";
import { createStore, emptyRoom, type RoomState } from "../session/store";
import type { Refused } from "../wire/commands";
import type { Admission } from "./api";
import { Connection } from "./connection";
import { FakeServer, view } from "./fake-server";
import { type Polls, Ways } from "./ways";

const POLLS = {} as Polls;

export function setUp(isReachable: () => boolean = () => true) {
  const server = new FakeServer();
  const store = createStore<RoomState>(emptyRoom("me"));
  const events = {
    admitted: vi.fn(),
    relays: vi.fn(),
    online: vi.fn(),
    offer: vi.fn(),
    encodings: vi.fn(),
    board: vi.fn(),
    engineRestored: vi.fn(),
    asked: vi.fn(),
  };
  const admission = { token: "t1", part: "student", now: 0, seq: 2, view: view(2) } as unknown as Admission;
  let tokens = 0;
  const admit = vi.fn(async (): Promise<Admission | Refused> => ({ ...admission, token: `t${++tokens}` }));
  const connection = new Connection(
    {
      page: "page",
      store,
      activity: { active: () => true, stop: () => {} },
      admit,
      openLine: (auth, limit, onMessage, polls) => server.open(auth, limit, onMessage, polls !== null),
      ways: new Ways(async () => POLLS),
      reachable: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve(null));
          const timer = setInterval(() => {
            if (isReachable()) resolve(20);
          }, 50);
          signal.addEventListener("abort", () => clearInterval(timer));
        }),
    },
    events,
  );
  return { server, store, events, admit, connection };
}
