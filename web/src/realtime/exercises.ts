// Exercises over HTTP: the one of a lane, and the center's library for its staff. Never rejects.
import type { Sheet } from "../session/exercise";
import type { Refused } from "../wire/commands";
import { call } from "./api";

/** An exercise of the library in one line. */
export interface LibraryExercise {
  readonly id: string;
  readonly title: string;
  readonly course: string;
  readonly lesson: string;
}

export interface Imported {
  readonly exercises: readonly LibraryExercise[];
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
}

export interface ExerciseLibrary {
  list(): Promise<{ readonly exercises: readonly LibraryExercise[] } | Refused>;
  /** One .md file, or a .zip of them. */
  take(file: File): Promise<Imported | Refused>;
}

/** Where the whole library can be downloaded. */
export const EXPORT = "/api/exercises/export";

/** The library's own page. */
export const LIBRARY = "/dashboard/exercises";

/** What a lane works on now; with solutions for everybody but students. */
export function fetchSheet(sessionId: string, studentId: string): Promise<Sheet | Refused> {
  const [session, student] = [sessionId, studentId].map(encodeURIComponent);
  return call<Sheet>(`/api/sessions/${session}/lanes/${student}/exercise`, {});
}

export function openLibrary(csrf: string): ExerciseLibrary {
  return {
    list: () => call("/api/exercises", {}),
    take: (file) =>
      call(`/api/exercises/import?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: {
          "Content-Type": /\.zip$/i.test(file.name) ? "application/zip" : "text/markdown",
          "X-CSRF-Token": csrf,
        },
        body: file,
      }),
  };
}
