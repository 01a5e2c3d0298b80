/** How each step is tried out, in this browser and on this network. */
import { anyOf } from "../session/signals";
import { holdsCalls } from "../ui/platform";
import { NotAnswered, TestApi, type TestRoom } from "./api";
import { iceServersOf, Loopback } from "./loopback";
import { byWay, tryRelay } from "./relay";
import { failed, ok, type Probe, type Reason, type Result, type StepId, skipped } from "./steps";

const LIMIT_MS = 8000;
const ROUNDS = 3;
/** A second of sound. */
const ENOUGH_PACKETS = 50;
const ENOUGH_FRAMES = 15;
/** What an Engine.IO server says first (Engine.IO protocol 4: packet "open"). */
const OPEN_PACKET = "0{";
const SOCKET_PATH = "/api/socket/?EIO=4&transport=websocket";

const REASONS: Readonly<Record<string, Reason>> = { conflict: "no_engine", rate_limited: "too_often" };

async function browser(): Promise<Result> {
  if (!globalThis.isSecureContext) return failed("insecure");
  return holdsCalls() ? ok() : failed("no_webrtc");
}

async function server(signal: AbortSignal): Promise<Result> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const limit = anyOf([signal, AbortSignal.timeout(LIMIT_MS)]);
    const response = await fetch("/api/health", { cache: "no-store", signal: limit }).catch(() => null);
    if (response === null) return failed("unreachable");
    if (!response.ok) return failed("unwell");
    times.push(performance.now() - began);
  }
  return ok({ answer_ms: Math.round(Math.min(...times)) });
}

/** The path of the real socket, up to where it would ask who we are. */
function socket(signal: AbortSignal): Promise<Result> {
  return new Promise((resolve) => {
    const began = performance.now();
    const line = new WebSocket(`${location.origin.replace(/^http/, "ws")}${SOCKET_PATH}`);
    const timer = setTimeout(() => done(failed("blocked")), LIMIT_MS);
    const done = (result: Result) => {
      clearTimeout(timer);
      line.close();
      resolve(result);
    };
    line.addEventListener("message", ({ data }) => {
      const right = String(data).startsWith(OPEN_PACKET);
      done(right ? ok({ open_ms: Math.round(performance.now() - began) }) : failed("blocked"));
    });
    line.addEventListener("error", () => done(failed("blocked")));
    signal.addEventListener("abort", () => done(failed("blocked")));
  });
}

async function sound(loop: Loopback, signal: AbortSignal): Promise<Result> {
  const { packets, lost } = await loop.arrived("audio", (so) => so.packets >= ENOUGH_PACKETS, LIMIT_MS, signal);
  return packets < ENOUGH_PACKETS ? failed("nothing_back") : ok({ packets, lost });
}

async function picture(loop: Loopback, signal: AbortSignal): Promise<Result> {
  const { frames, lost } = await loop.arrived("video", (so) => so.frames >= ENOUGH_FRAMES, LIMIT_MS, signal);
  return frames < ENOUGH_FRAMES ? failed("nothing_back") : ok({ frames, lost });
}

/** The probes of one run; `close` lets go of everything. `csrf`: null if nobody is signed in. */
export function createProbes(csrf: string | null): { probes: Record<StepId, Probe>; close(): void } {
  let room: TestRoom | null = null;
  let loop: Loopback | null = null;
  let connected = false;

  const engine = async (signal: AbortSignal): Promise<Result> => {
    if (csrf === null) return skipped("sign_in");
    const api = new TestApi(csrf);
    try {
      room = await api.begin(signal);
      loop = new Loopback(api, room, signal);
      connected = await loop.connect(signal);
      return connected ? ok(await loop.path(signal)) : failed("no_path");
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error;
      return failed(error.code === null ? "unreachable" : (REASONS[error.code] ?? "refused"));
    }
  };
  const media =
    (measure: (loop: Loopback, signal: AbortSignal) => Promise<Result>): Probe =>
    async (signal) => {
      if (csrf === null) return skipped("sign_in");
      return loop === null || !connected ? skipped("before") : measure(loop, signal);
    };
  const relay = async (signal: AbortSignal): Promise<Result> => {
    if (csrf === null) return skipped("sign_in");
    if (room === null) return skipped("before");
    const ways = byWay(iceServersOf(room));
    if (ways.length === 0) return skipped("not_configured");
    const came = await Promise.all(ways.map(([, servers]) => tryRelay(servers, LIMIT_MS, signal)));
    const [works, not] = [true, false].map((wanted) => ways.filter((_, i) => (came[i] === "works") === wanted));
    const named = (some: typeof ways = []) => some.map(([way]) => way).join(", ") || "–";
    if (came.includes("works")) return ok({ by: named(works), not_by: named(not) });
    return failed(came.includes("refused") ? "relay_refuses" : "no_relay");
  };
  return {
    probes: { browser, server, socket, engine, audio: media(sound), video: media(picture), relay },
    close: () => loop?.close(),
  };
}
