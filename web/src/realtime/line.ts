// One socket, from its first packet to its loss. The only importer of socket.io-client. It never reconnects: `connection.ts` makes a new one.
import { io, type Socket } from "socket.io-client";
import type { Acts, Refused } from "../wire/commands";
import type { ServerMessages, Welcome } from "../wire/session";
import type { Polls } from "./ways";

export interface Auth {
  readonly token: string;
  readonly page: string;
  readonly seq: number | null;
}

/** A message of the server with its name. */
export type Message = {
  [N in keyof ServerMessages]: { readonly name: N; readonly body: ServerMessages[N] };
}[keyof ServerMessages];

/** An open line: welcomed by the server. */
export interface Line {
  readonly welcome: Welcome;
  /** Of a line by polls: resolves once a WebSocket would live. null: this is one. */
  readonly better: Promise<void> | null;
  /** `actId`: sent again with it, also over another line, the act is done once. null: no answer within the limit, or the line was lost before it came. */
  send<A extends keyof Acts>(
    name: A,
    fields: Acts[A]["fields"],
    limitMs: number,
    actId?: string,
  ): Promise<Acts[A]["ack"] | Refused | null>;
  /** Resolves when the line is gone, whoever closed it. */
  readonly lost: Promise<void>;
  close(): void;
}

export interface Opening {
  /** null: not reached within the limit, or given up. */
  readonly result: Promise<Line | Refused | null>;
  /** The server has taken the socket; its welcome is on the way, however busy it is. */
  taken(): boolean;
  giveUp(): void;
}

/** `polls`: what it goes by; null: a WebSocket. */
export type OpenLine = (
  auth: Auth,
  limitMs: number,
  onMessage: (message: Message) => void,
  polls: Polls | null,
) => Opening;

/** For the welcome over a socket that the server has taken: after a restart everybody comes at once. */
const TAKEN_LIMIT_MS = 15_000;

/** Open a line. After the welcome every message goes to `onMessage`, in order. */
export const openLine: OpenLine = (auth, limitMs, onMessage, polls) => {
  const socket = io({
    path: "/api/socket",
    transports: polls === null ? ["websocket"] : [polls.ByPolls],
    forceNew: true,
    reconnection: false,
    timeout: limitMs,
    auth,
  });
  let settle: (result: Line | Refused | null) => void = () => {};
  const result = new Promise<Line | Refused | null>((resolve) => {
    let timer = setTimeout(() => fail(), limitMs);
    socket.io.once("open", () => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(), TAKEN_LIMIT_MS);
    });
    settle = (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
  });
  const fail = (refusal: Refused | null = null) => {
    socket.disconnect();
    settle(refusal);
  };
  const lost = new Promise<void>((resolve) => socket.once("disconnect", () => resolve()));
  socket.once("disconnect", () => settle(null));
  socket.on("connect_error", (error: Error & { data?: { code?: string; message?: string } }) => {
    const { code, message = "" } = error.data ?? {};
    fail(code === undefined ? null : { ok: false, code, message });
  });
  let [open, taken] = [false, false];
  socket.io.once("open", () => {
    taken = true;
  });
  socket.onAny((name, body) => {
    if (open) onMessage({ name, body });
    else if (name === "session:welcome") {
      open = true;
      settle({ ...lineOf(socket, body, lost), better: polls?.socketLives(lost) ?? null });
    } else if (name === "session:closed") fail({ ok: false, ...(body as ServerMessages["session:closed"]) });
  });
  return { result, taken: () => taken, giveUp: () => fail() };
};

function lineOf(socket: Socket, welcome: Welcome, lost: Promise<void>): Omit<Line, "better"> {
  return {
    welcome,
    lost,
    close: () => socket.disconnect(),
    send: <A extends keyof Acts>(name: A, fields: Acts[A]["fields"], limitMs: number, actId?: string) =>
      new Promise<Acts[A]["ack"] | Refused | null>((resolve) => {
        void lost.then(() => resolve(null));
        if (!socket.connected) return resolve(null);
        const sent = actId === undefined ? [fields] : [fields, actId];
        socket.timeout(limitMs).emit(name, ...sent, (error: Error | null, ack: Acts[A]["ack"] | Refused) => {
          resolve(error ? null : ack);
        });
      }),
  };
}
