// Finds a line to the server: one try after the other, each begun as soon as the server can be reached.
import { anyOf } from "../session/signals";
import type { Refused } from "../wire/commands";
import type { Auth, Line, Message, Opening, OpenLine } from "./line";
import { patience, type reachable } from "./reachability";
import type { Polls, Ways } from "./ways";

const LINE_LIMIT_MS = 4000;
/** A proxy may answer for a server that is not there, and HTTP may hang where a new line would not. */
const TRY_ANYWAY_MS = 2500;
/** A try that is this much older than an answer should have been answered itself. */
const OLD_MS = 250;
/** At the least between tries that fail although the server answers. */
const FULL_MS = 250;
/** So much later than the answer at the most comes the socket of a try that is hardly older: else its first packet was lost. */
const TAKEN_MS = 600;

export interface Search {
  readonly openLine: OpenLine;
  /** See `reachability.ts`. */
  readonly reachable: typeof reachable;
  readonly ways: Ways;
  /** A "poke" asks for a try now. */
  readonly poke: EventTarget;
  readonly signal: AbortSignal;
  /** When the line was lost. */
  readonly since: number;
  /** What to show at the door; null: it cannot be had now. */
  auth(): Promise<Auth | Refused | null>;
  onMessage(line: Line, message: Message): void;
}

/** The code of an error of ours, or of this browser: the server is not to blame, and trying again does not help. */
export const BROKEN = "broken";

/** The line, or why there is none; null once the search is aborted. */
export async function seekLine(search: Search): Promise<Line | Refused | null> {
  return seek(search).catch((error: unknown) => {
    console.error(error);
    return { ok: false, code: BROKEN, message: "" };
  });
}

async function seek(search: Search): Promise<Line | Refused | null> {
  let patient = false;
  let answered = false;
  while (!search.signal.aborted) {
    const polls = await search.ways.next();
    const outcome = await tryOnce(search, patient, polls);
    if (outcome !== null && outcome !== "hurry") return outcome;
    patient = outcome === "hurry";
    if (!patient) {
      if (answered) await pauseOf(search, FULL_MS); // a server that answers, and takes no line now, is asked no more than one that is away
      answered = await untilReachable(search);
    }
    if (patient || answered) search.ways.refused(polls !== null);
  }
  return null;
}

/** "hurry": the server answers, but this try was begun too early to know; begin a new one, and let that finish. */
async function tryOnce(
  search: Search,
  patient: boolean,
  polls: Polls | null,
): Promise<Line | Refused | "hurry" | null> {
  const auth = await search.auth();
  if (auth === null || "ok" in auth) return auth;
  let line: Line | null = null;
  const opening = search.openLine(auth, LINE_LIMIT_MS, (message) => line && search.onMessage(line, message), polls);
  const result = opening.result.then((outcome) => {
    if (outcome !== null && "welcome" in outcome) line = outcome;
    return outcome;
  });
  const over = new AbortController();
  const end = anyOf([search.signal, over.signal]);
  const early = patient ? aborted(end) : tooEarly(search, opening, end);
  const first = await Promise.race([result, early]);
  over.abort();
  if (first === "hurry" || search.signal.aborted) opening.giveUp();
  return search.signal.aborted ? null : first;
}

/** A try that was begun before the network carried hangs; one that is hardly older than the answer gets time. */
async function tooEarly(search: Search, opening: Opening, end: AbortSignal): Promise<"hurry" | null> {
  const began = Date.now();
  const milliseconds = await search.reachable(end, search.poke, search.since);
  if (milliseconds === null) return null;
  const older = Date.now() - milliseconds - began;
  if (older < OLD_MS) await pause(2 * milliseconds + TAKEN_MS, end);
  return opening.taken() ? aborted(end) : "hurry"; // a busy server welcomes late, and two sockets burden it twice
}

/** Whether it answered; false: a try is due anyway. */
async function untilReachable(search: Search): Promise<boolean> {
  const over = new AbortController();
  const end = anyOf([search.signal, over.signal]);
  const answered = search.reachable(end, search.poke, search.since);
  const first = await Promise.race([answered, pauseOf({ ...search, signal: end }, TRY_ANYWAY_MS)]);
  over.abort();
  return typeof first === "number";
}

/** The longer the line is lost the longer; a poke ends it. */
function pauseOf({ since, signal, poke }: Search, leastMs: number): Promise<void> {
  const over = new AbortController();
  poke.addEventListener("poke", () => over.abort(), { signal });
  return pause(patience(Date.now() - since, leastMs), anyOf([signal, over.signal]));
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null), { once: true });
  });
}

/** Until the time is over or `signal` is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), milliseconds);
  await aborted(anyOf([signal, over.signal]));
  clearTimeout(timer);
}
