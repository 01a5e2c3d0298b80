/** What the home pages ask of the HTTP API (docs/protocol.md, "HTTP"). */
import { refusalWords, t } from "../i18n/t";
import { serverSays } from "../ui/server-clock";
import type { Session, SessionStatus } from "../wire/session";
import type { Span } from "./session-times";

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
  /** Who came by a link that an admin made chooses a password before anything else. */
  readonly password_needed: boolean;
}

/** A browser in which somebody is signed in; `address`: its network, `current`: this one. */
export interface Login {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly created_at: number;
  readonly by_link: boolean;
  readonly current: boolean;
}

/** A center in which somebody works. */
export interface CenterChoice {
  readonly id: string;
  readonly name: string;
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
  /** Sessions that were planned in one act; null: it stands alone. */
  readonly series_id: string | null;
}

/** A center's name and what it has decided for its sessions. */
export interface Center {
  readonly name: string;
  readonly tutor_text: boolean;
  readonly open_table: boolean;
  readonly auto_record: boolean;
  /** Students may see sessions again, each their own lane. */
  readonly students_replay: boolean;
  /** How long after its planned end a session goes on without a tutor. */
  readonly end_after_minutes: number;
}

/** What a home page is served with. */
export interface HomeBoot extends Me {
  readonly sessions: readonly Summary[];
  /** The server's clock when it was served. */
  readonly now: number;
  readonly center: Center;
}

export interface CenterPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Told to admins only. */
  readonly email: string | null;
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

/** When a planned session is to be instead. `title` null: it keeps its own; `following`: all after it in its series too. */
export interface NewTime {
  readonly scheduled_start: number;
  readonly scheduled_end: number;
  readonly title: string | null;
  readonly following: boolean;
}

export type Weekday = "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";

/** Every week on these days: `count` sessions, or until the day `until`. */
export interface Repeat {
  readonly weekdays: readonly Weekday[];
  readonly time_zone: string;
  readonly count: number | null;
  readonly until: string | null;
}

/** A refused request: `code` is stable, the message says in the page's language what to do. `unreachable`: nobody answered. */
export class RequestRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const LIMIT_MS = 10_000;

export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) }).catch(
    (reason: unknown) => {
      throw new RequestRefused("unreachable", t("refusal.unreachable"), reason);
    },
  );
  if (response.status === 204) return undefined as T;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body as T;
  const code = String(body.code ?? response.status);
  throw new RequestRefused(code, refusalWords({ code, message: String(body.detail ?? "") }));
}

type Method = "POST" | "PUT" | "DELETE";

export function send<T>(method: Method, path: string, body: object, csrf: string, key = ""): Promise<T> {
  const token = csrf === "" ? {} : { "X-CSRF-Token": csrf };
  const headers = { "Content-Type": "application/json", ...token, ...(key === "" ? {} : { "Idempotency-Key": key }) };
  return ask<T>(path, { method, headers, body: JSON.stringify(body) });
}

/** A list of sessions; it also says how late it is. */
export async function listed(path: string): Promise<readonly Summary[]> {
  const { now, sessions } = await ask<{ now: number; sessions: readonly Summary[] }>(path);
  serverSays(now);
  return sessions;
}

const post = <T>(path: string, body: object, csrf: string) => send<T>("POST", path, body, csrf);
/** Keys of requests that nobody answered, by what was asked. */
const unanswered = new Map<string, string>();

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
}

/** What makes something new: asked again because no answer came, it is the same act, and makes it once. */
async function once<T>(path: string, body: object, csrf: string): Promise<T> {
  const what = `${path} ${JSON.stringify(body)}`;
  const key = unanswered.get(what) ?? newKey();
  unanswered.set(what, key);
  try {
    const made = await send<T>("POST", path, body, csrf, key);
    unanswered.delete(what);
    return made;
  } catch (reason) {
    const known = reason instanceof RequestRefused && !["unreachable", "unavailable", "internal"].includes(reason.code);
    if (known) unanswered.delete(what);
    throw reason;
  }
}

const SESSIONS = "/api/academic/sessions";

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const api = {
  /** The centers to choose from, where email and password are right in several; else undefined: signed in. */
  signIn: async (email: string, password: string, centerId: string | null) => {
    const asked = { email, password, ...(centerId === null ? {} : { center_id: centerId }) };
    return (await post<{ centers: readonly CenterChoice[] } | undefined>("/api/auth/login", asked, ""))?.centers;
  },
  /** `who`: "me", or "users/" and an id. */
  logins: async (who: string) => (await ask<{ logins: readonly Login[] }>(`/api/${who}/logins`)).logins,
  endLogin: (who: string, id: string, csrf: string) =>
    send<void>("DELETE", `/api/${who}/logins/${encodeURIComponent(id)}`, {}, csrf),
  endLogins: (who: string, csrf: string) => send<void>("DELETE", `/api/${who}/logins`, {}, csrf),
  signOut: (csrf: string) => post<void>("/api/auth/logout", {}, csrf),
  sessions: () => listed(SESSIONS),
  /** One's sessions that are over and have not ended before this instant. */
  past: (since: number) => listed(`${SESSIONS}?status=COMPLETED&since=${since}`),
  /** Sessions of this span in which somebody is, as far as one may know of them; `who` null: one's own. */
  taken: (span: Span, who: { readonly part: "tutor_id" | "student_id"; readonly id: string } | null) => {
    const query = new URLSearchParams({ since: String(span.scheduled_start), until: String(span.scheduled_end) });
    if (who !== null) query.set(who.part, who.id);
    return listed(`${SESSIONS}?${query}`);
  },
  people: async (role: Role) => (await ask<{ users: readonly CenterPerson[] }>(`/api/users?role=${role}`)).users,
  exercises: async () => (await ask<{ exercises: readonly LibraryExercise[] }>("/api/exercises")).exercises,
  create: async (session: NewSession, csrf: string) =>
    (await once<{ session: Summary }>(`${SESSIONS}/create`, session, csrf)).session,
  createSeries: (session: NewSession, repeat: Repeat, csrf: string) =>
    once<unknown>(`${SESSIONS}/series`, { ...session, repeat }, csrf),
  manage: (sessionId: string, action: string, fields: object, csrf: string) =>
    post<unknown>(`${SESSIONS}/manage`, { session_id: sessionId, action, ...fields }, csrf),
  /** The session with its lanes. */
  see: async (sessionId: string) => (await ask<{ view: Session }>(`${SESSIONS}/${encodeURIComponent(sessionId)}`)).view,
  calendarMadeAt: async () => (await ask<{ made_at: number | null }>("/api/calendar")).made_at,
  makeCalendar: async (csrf: string) => (await post<{ url: string }>("/api/calendar", {}, csrf)).url,
  revokeCalendar: (csrf: string) => send<void>("DELETE", "/api/calendar", {}, csrf),
  setPassword: (current: string, password: string, csrf: string) =>
    send<void>("PUT", "/api/me/password", { current, password }, csrf),
  personalLink: (studentId: string, csrf: string) =>
    post<PersonalLink>(`/api/users/${encodeURIComponent(studentId)}/link`, {}, csrf),
};

export type Api = typeof api;
