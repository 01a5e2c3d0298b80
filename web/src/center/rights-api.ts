/** What the dialog of a person's data asks of the HTTP API (docs/protocol.md, "HTTP"). */
import { ask, send } from "../home/api";

/** `size` (bytes) null: it is being put together, unless `failed` says why it is not. */
export interface Export {
  readonly id: string;
  readonly asked_at: number;
  readonly until: number;
  readonly size: number | null;
  readonly failed: string;
}

/** `done_at` null: it goes on. */
export interface Erasure {
  readonly done_at: number | null;
  readonly certificate_path: string;
}

const person = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

/** Where the archive is fetched. */
export const downloadOf = (id: string, { id: export_id }: Export): string =>
  `${person(id)}/exports/${encodeURIComponent(export_id)}/download`;

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const rightsApi = {
  exports: async (id: string) => (await ask<{ exports: readonly Export[] }>(`${person(id)}/exports`)).exports,
  ask: (id: string, csrf: string) => send<Export>("POST", `${person(id)}/export`, {}, csrf),
  erase: (id: string, name: string, csrf: string) => send<Erasure>("POST", `${person(id)}/erase`, { name }, csrf),
};

export type RightsApi = typeof rightsApi;
