/** What the home pages ask of the HTTP API (docs/protocol.md, "HTTP"). */
import type { SessionStatus } from "../wire/session";

export type Role = "STUDENT" | "TEACHER" | "CENTER_ADMIN";

export interface Me {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly center_id: string;
    readonly center_name: string;
  };
  readonly csrf: string;
}

export interface Summary {
  readonly id: string;
  readonly title: string;
  readonly tutor_id: string;
  readonly tutor_name: string;
  readonly status: SessionStatus;
  readonly scheduled_start: number;
  readonly scheduled_end: number;
  readonly student_count: number;
}

export interface CenterPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly grade_level: string;
  readonly course_level: string;
}

export interface LibraryExercise {
  readonly id: string;
  readonly title: string;
  readonly lesson: string;
}

export interface PersonalLink {
  readonly url: string;
  readonly qr_svg: string;
  readonly expires_at: number;
}

export interface NewSession {
  readonly title: string;
  readonly scheduled_start: number;
  readonly scheduled_end: number;
  readonly student_ids: readonly string[];
  readonly tutor_id: string | null;
  readonly open_table: boolean;
}

/** A refused request: `code` is stable, the message says what to do. `unreachable`: nobody answered. */
export class RequestRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const LIMIT_MS = 10_000;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) }).catch(
    (reason: unknown) => {
      throw new RequestRefused("unreachable", String(reason));
    },
  );
  if (response.status === 204) return undefined as T;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body as T;
  throw new RequestRefused(String(body.code ?? response.status), String(body.detail ?? response.statusText));
}

function post<T>(path: string, body: object, csrf: string): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(csrf === "" ? {} : { "X-CSRF-Token": csrf }) };
  return ask<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const api = {
  signIn: (email: string, password: string) => post<void>("/api/auth/login", { email, password }, ""),
  signOut: (csrf: string) => post<void>("/api/auth/logout", {}, csrf),
  sessions: async () => (await ask<{ sessions: readonly Summary[] }>("/api/academic/sessions")).sessions,
  people: async (role: Role) => (await ask<{ users: readonly CenterPerson[] }>(`/api/users?role=${role}`)).users,
  exercises: async () => (await ask<{ exercises: readonly LibraryExercise[] }>("/api/exercises")).exercises,
  create: (session: NewSession, csrf: string) => {
    const { tutor_id, ...rest } = session;
    return post<unknown>("/api/academic/sessions/create", tutor_id === null ? rest : session, csrf);
  },
  manage: (sessionId: string, action: string, fields: object, csrf: string) =>
    post<unknown>("/api/academic/sessions/manage", { session_id: sessionId, action, ...fields }, csrf),
  personalLink: (studentId: string, csrf: string) =>
    post<PersonalLink>(`/api/users/${encodeURIComponent(studentId)}/link`, {}, csrf),
};

export type Api = typeof api;
