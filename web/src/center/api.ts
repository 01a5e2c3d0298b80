/** What the center's pages ask of the HTTP API, beyond what the home pages do (docs/protocol.md, "HTTP"). */
import { ask, type Center, type CenterPerson, listed, type PersonalLink, type Role, send } from "../home/api";
import type { SessionStatus, Urgency } from "../wire/session";

export interface Waiting {
  readonly student_id: string;
  readonly name: string;
  readonly urgency: Urgency;
  readonly asked_at: number;
}

/** A session that is live, or (`started_at` null) that should have started. */
export interface FloorSession {
  readonly id: string;
  readonly title: string;
  readonly tutor_id: string;
  readonly tutor_name: string;
  readonly tutor_here: boolean;
  readonly paused: boolean;
  readonly scheduled_start: number;
  readonly started_at: number | null;
  readonly students_total: number;
  readonly students_present: number;
  readonly students_in_lobby: number;
  readonly waiting: readonly Waiting[];
}

export interface Floor {
  /** How much the server's clock is ahead of this one, in milliseconds. */
  readonly ahead_ms: number;
  readonly sessions: readonly FloorSession[];
}

/** Which sessions; empty: whichever. */
export interface SessionFilter {
  readonly tutor_id: string;
  readonly student_id: string;
  readonly status: SessionStatus | "";
  /** "2026-02-18"; empty: from yesterday on. */
  readonly day: string;
}

export interface NewPerson {
  readonly role: Role;
  readonly name: string;
  readonly email: string | null;
  readonly password: string | null;
  readonly grade_level: string;
  readonly course_level: string;
}

/** How somebody's record should read, whole. Staff have an email, students none. */
export interface PersonRecord {
  readonly role: Role;
  readonly name: string;
  readonly email: string | null;
  readonly grade_level: string;
  readonly course_level: string;
}

export interface RosterLine {
  readonly line: number;
  readonly name: string;
  readonly role: Role;
  readonly email: string | null;
  readonly grade_level: string;
  readonly course_level: string;
  /** Codes; empty: the person can be added. */
  readonly errors: readonly string[];
}

export interface Roster {
  readonly lines: readonly RosterLine[];
  readonly imported: number;
  /** Names of columns that are not taken over. */
  readonly ignored: readonly string[];
  /** Emails of students, which are not kept. */
  readonly emails_left: number;
}

export interface SheetLine extends PersonalLink {
  readonly student: CenterPerson;
}

export const AUDIT_ACTS = [
  "link_made",
  "link_followed",
  "links_revoked",
  "login_ended",
  "signed_out_everywhere",
  "password_changed",
  "person_disabled",
  "person_enabled",
  "person_corrected",
  "content_read",
  "exercises_archived",
  "exercises_restored",
  "recording_viewed",
  "recording_refused",
  "recording_downloaded",
  "recording_deleted",
  "recording_held",
  "transcript_read",
  "transcript_corrected",
  "consent_given",
  "consent_withdrawn",
  "guardian_link_made",
  "guardian_link_revoked",
  "person_exported",
  "person_erased",
  "consent_text_written",
  "consent_from_changed",
] as const;

/** A line of the center's record. `actor_name` did it, to or with `target_name`. */
export interface AuditLine {
  readonly number: number;
  readonly at: number;
  readonly act: (typeof AUDIT_ACTS)[number];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly target_id: string | null;
  readonly target_name: string | null;
  readonly session_title: string | null;
  readonly detail: string;
}

/** Which lines; empty: whichever. */
export interface RecordFilter {
  readonly act: AuditLine["act"] | "";
  readonly person_id: string;
}

/** The query of a filter: a day is the person's own, from midnight to midnight. */
export function queryOf(filter: SessionFilter): string {
  const query = new URLSearchParams();
  for (const key of ["tutor_id", "student_id", "status"] as const) if (filter[key] !== "") query.set(key, filter[key]);
  const day = new Date(`${filter.day}T00:00`);
  if (!Number.isNaN(day.getTime())) {
    query.set("since", String(day.getTime()));
    query.set("until", String(new Date(day).setDate(day.getDate() + 1)));
  }
  return query.size === 0 ? "" : `?${query}`;
}

const user = (id: string): string => `/api/users/${encodeURIComponent(id)}`;

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const centerApi = {
  floor: async (): Promise<Floor> => {
    const { now, sessions } = await ask<{ now: number; sessions: readonly FloorSession[] }>("/api/center/floor");
    return { ahead_ms: now - Date.now(), sessions };
  },
  sessions: (filter: SessionFilter) => listed(`/api/academic/sessions${queryOf(filter)}`),
  record: async (filter: RecordFilter, before: number | null) => {
    const query = new URLSearchParams();
    if (filter.act !== "") query.set("act", filter.act);
    if (filter.person_id !== "") query.set("person_id", filter.person_id);
    if (before !== null) query.set("before", String(before));
    return (await ask<{ lines: readonly AuditLine[] }>(`/api/center/audit?${query}`)).lines;
  },
  everybody: async () => (await ask<{ users: readonly CenterPerson[] }>("/api/users")).users,
  addPerson: (person: NewPerson, csrf: string) => send<unknown>("POST", "/api/users", person, csrf),
  disable: (id: string, csrf: string) => send<void>("DELETE", user(id), {}, csrf),
  correct: (id: string, record: PersonRecord, csrf: string) => send<unknown>("PUT", user(id), record, csrf),
  former: async () => (await ask<{ users: readonly CenterPerson[] }>("/api/users/disabled")).users,
  enable: (id: string, csrf: string) => send<unknown>("POST", `${user(id)}/enable`, {}, csrf),
  passwordLink: (id: string, csrf: string) => send<PersonalLink>("POST", `${user(id)}/password-link`, {}, csrf),
  revokeLinks: (id: string, csrf: string) => send<void>("DELETE", `${user(id)}/link`, {}, csrf),
  importPeople: (csv: string, preview: boolean, csrf: string) =>
    send<Roster>("POST", "/api/users/import", { csv, preview }, csrf),
  makeLinks: async (student_ids: readonly string[], csrf: string) =>
    (await send<{ links: readonly SheetLine[] }>("POST", "/api/users/links", { student_ids }, csrf)).links,
  change: (center: Center, csrf: string) => send<Center>("PUT", "/api/center", center, csrf),
};

export type CenterApi = typeof centerApi;
