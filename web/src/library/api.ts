/** What the library's page asks of the HTTP API (docs/protocol.md, "HTTP"), beyond what comes in. */
import { ask, RequestRefused, send } from "../home/api";
import { t } from "../i18n/t";
import type { LibraryExercise } from "../realtime/exercises";
import type { Sheet } from "../session/exercise";
import type { Answer } from "../wire/session";

export interface ArchivedExercise extends LibraryExercise {
  readonly archived_at: number;
}

/** What a student would be told of an answer. */
export type Verdict = Pick<Answer, "correct" | "unreadable">;

const EXERCISES = "/api/exercises";
const LIMIT_MS = 30_000;
const one = (id: string) => `${EXERCISES}/${encodeURIComponent(id)}`;

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const libraryApi = {
  offered: async () => (await ask<{ exercises: readonly LibraryExercise[] }>(EXERCISES)).exercises,
  archived: async () => (await ask<{ exercises: readonly ArchivedExercise[] }>(`${EXERCISES}/archive`)).exercises,
  archive: (exercise_ids: readonly string[], csrf: string) =>
    send<void>("POST", `${EXERCISES}/archive`, { exercise_ids }, csrf),
  restore: (exercise_ids: readonly string[], csrf: string) =>
    send<void>("POST", `${EXERCISES}/restore`, { exercise_ids }, csrf),
  sheet: (id: string) => ask<Sheet>(`${one(id)}/sheet`),
  judge: (id: string, item_id: string, value: string, csrf: string) =>
    send<Verdict>("POST", `${one(id)}/try`, { item_id, value }, csrf),
  /** An archive of their files. */
  files: async (exercise_ids: readonly string[], csrf: string): Promise<Blob> => {
    const response = await fetch(`${EXERCISES}/export`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ exercise_ids }),
      signal: AbortSignal.timeout(LIMIT_MS),
    }).catch((reason: unknown) => {
      throw new RequestRefused("unreachable", t("refusal.unreachable"), reason);
    });
    if (response.ok) return response.blob();
    const body = await response.json().catch(() => ({}));
    throw new RequestRefused(String(body.code ?? response.status), String(body.detail ?? ""));
  },
};

export type LibraryApi = typeof libraryApi;
