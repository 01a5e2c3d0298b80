// What the room needs of the HTTP API: the join grant, and acts on the session as a whole. Never rejects.
import type { Done, Refused } from "../wire/commands";
import type { Part, Session } from "../wire/session";

/** `GET /api/sessions/{id}/video/token`. */
export interface Admission {
  readonly token: string;
  readonly expires_at: number;
  readonly user_id: string;
  readonly part: Part;
  readonly now: number;
  readonly seq: number;
  readonly view: Session;
  readonly grant: { readonly engine: string; readonly ice_servers: readonly IceServer[] };
}

interface IceServer {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly credential: string | null;
}

/** The code of an act that nobody answered: it may be tried again. */
export const UNREACHABLE = "unreachable";
export const NO_ANSWER: Refused = { ok: false, code: UNREACHABLE, message: "The server does not answer now." };

const LIMIT_MS = 8000;

/** Ask; a refusal is a value. */
export async function call<T>(path: string, init: RequestInit): Promise<T | Refused> {
  const request = { ...init, cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) } as const; // what fails here is ours
  try {
    const response = await fetch(path, request);
    const body = await response.json();
    if (response.ok) return body as T;
    return { ok: false, code: String(body.code ?? response.status), message: String(body.detail ?? body.title ?? "") };
  } catch {
    return NO_ANSWER; // no network, no answer in time, or not JSON: a proxy without the server behind it
  }
}

export function admit(sessionId: string): Promise<Admission | Refused> {
  return call<Admission>(`/api/sessions/${encodeURIComponent(sessionId)}/video/token`, {});
}

export async function manage(sessionId: string, csrf: string, action: string, fields: object): Promise<Done | Refused> {
  const answer = await call<{ seq: number }>("/api/academic/sessions/manage", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify({ session_id: sessionId, action, ...fields }),
  });
  return "ok" in answer ? answer : { ok: true, seq: answer.seq };
}
