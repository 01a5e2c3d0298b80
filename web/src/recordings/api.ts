/** What the replay's page asks of the HTTP API (docs/protocol.md, "HTTP"). Instants are milliseconds from the recording's zero. */
import { ask } from "../home/api";
import type { BoardElement, Scene } from "../session/boards";
import type { Part, SessionEvent } from "../wire/session";

export type Missing = "processing" | "failed" | "deleted" | "not_recorded" | "no_consent" | "nothing";

export interface Seat {
  readonly user_id: string;
  /** Empty: a tutor who handed the session over. */
  readonly name: string;
  readonly part: Part;
  /** Why there is neither picture nor voice of them; null: there is. */
  readonly missing: Missing | null;
}

export interface ReplayFile {
  readonly id: string;
  readonly kind: "person" | "screen" | "to_student" | "to_student_screen" | "composite";
  /** null: several people are in it. */
  readonly person_id: string | null;
  readonly url: string;
  readonly media_type: string;
  readonly duration_ms: number;
  readonly picture: boolean;
}

export interface Moment {
  readonly at: number;
  readonly person_id: string | null;
  readonly event: SessionEvent;
}

export interface Stretch {
  readonly what: "present" | "mic" | "camera" | "screen" | "teach" | "exercise" | "help" | "break" | "all" | "table";
  readonly person_id: string | null;
  /** Id and title of an exercise, id and words of a call for help. */
  readonly ref: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface BoardAt {
  readonly lane: string;
  readonly at: number;
  readonly number: number;
}

export interface Line {
  readonly person_id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Files {
  readonly files: readonly ReplayFile[];
  /** Of their links; by the server's clock, which stands at `now`. */
  readonly expires_at: number;
  readonly now: number;
}

export interface Replay extends Files {
  readonly session_id: string;
  readonly title: string;
  readonly viewer_id: string;
  readonly part: Part;
  /** When it began, by the wall's clock. */
  readonly zero: number;
  readonly duration_ms: number;
  readonly people: readonly Seat[];
  readonly moments: readonly Moment[];
  readonly stretches: readonly Stretch[];
  readonly boards: readonly BoardAt[];
  readonly lines: readonly Line[];
}

/** Everything rejects with `RequestRefused`. */
export interface ReplayApi {
  see(): Promise<Replay>;
  /** The files with new links. */
  files(): Promise<Files>;
  /** A lane's board as it was. */
  board(lane: string, number: number): Promise<Scene>;
}

export function createReplayApi(sessionId: string): ReplayApi {
  const session = `/api/sessions/${encodeURIComponent(sessionId)}`;
  return {
    see: () => ask<Replay>(`${session}/replay`),
    files: () => ask<Files>(`${session}/replay/files`),
    board: async (lane, number) => {
      const path = `${session}/boards/${encodeURIComponent(lane)}/revisions/${number}`;
      const { elements } = await ask<{ elements: readonly BoardElement[] }>(path);
      return new Map(elements.map((element) => [element.id, element]));
    },
  };
}
