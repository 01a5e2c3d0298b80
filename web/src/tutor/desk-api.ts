// What the tutor's page asks over HTTP beside the room: a student's details and notes, and the people of the center.
import { type ExerciseLibrary, openLibrary } from "../realtime/exercises";
import type { SessionEvent, SessionStatus } from "../wire/session";

export interface PastSession {
  readonly session_id: string;
  readonly title: string;
  readonly tutor_name: string;
  readonly status: SessionStatus;
  readonly scheduled_start: number;
  readonly joined_at: number | null;
  readonly left_at: number | null;
  readonly active_ms: number;
}

export interface PastExercise {
  readonly exercise_id: string;
  readonly title: string;
  readonly lesson: string;
  readonly session_id: string;
  readonly assigned_at: number;
  readonly percent: number;
}

export interface StudentNote {
  readonly author_id: string;
  readonly author_name: string;
  readonly text: string;
  readonly updated_at: number;
}

/** `GET /api/sessions/{id}/students/{student_id}/details`; every list newest first. */
export interface Details {
  readonly total_ms: number;
  readonly sessions: readonly PastSession[];
  readonly exercises: readonly PastExercise[];
  readonly notes: readonly StudentNote[];
  readonly events: readonly { readonly seq: number; readonly at: number; readonly event: SessionEvent }[];
}

export interface Student {
  readonly id: string;
  readonly name: string;
  readonly grade_level: string;
  readonly course_level: string;
}

/** `GET /api/sessions/{id}/boards/{board}/revisions/{number}`: what could be seen on a board when it was stored. */
export interface BoardRevision {
  readonly number: number;
  readonly generation: number;
  readonly at: number;
  readonly elements: readonly Readonly<Record<string, unknown>>[];
}

/** Everything rejects if it cannot be had. */
export interface DeskApi {
  details(studentId: string): Promise<Details>;
  /** One's own note, in place of the one before; empty: none. */
  putNote(studentId: string, text: string): Promise<void>;
  /** A board as it was: a student's id, or `TABLE`. */
  revision(board: string, number: number): Promise<BoardRevision>;
  students(): Promise<readonly Student[]>;
  /** The center's exercises. */
  readonly library: ExerciseLibrary;
}

const LIMIT_MS = 10_000;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`${response.status} of ${path}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function createDeskApi(sessionId: string, csrf: string): DeskApi {
  const session = `/api/sessions/${encodeURIComponent(sessionId)}`;
  const student = (id: string) => `${session}/students/${encodeURIComponent(id)}`;
  return {
    details: (id) => ask<Details>(`${student(id)}/details`),
    putNote: (id, text) =>
      ask<void>(`${student(id)}/notes`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
        body: JSON.stringify({ text }),
      }),
    revision: (board, number) =>
      ask<BoardRevision>(`${session}/boards/${encodeURIComponent(board)}/revisions/${number}`),
    students: async () => (await ask<{ users: readonly Student[] }>("/api/users?role=STUDENT")).users,
    library: openLibrary(csrf),
  };
}
