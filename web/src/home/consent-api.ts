/** What staff ask of the HTTP API about somebody's consent (docs/protocol.md, "HTTP"). */
import { ask, type PersonalLink, send } from "./api";

export type ConsentKind = "sound" | "picture" | "board";

/** What somebody said once. */
export interface Said {
  readonly at: number;
  readonly kinds: readonly ConsentKind[];
  readonly by: "self" | "guardian";
  readonly guardian_name: string | null;
  readonly text_version: number;
}

export interface Consents {
  /** Null: the present text was not answered yet. */
  readonly consent: readonly ConsentKind[] | null;
  readonly text_version: number;
  readonly guardian_decides: boolean;
  /** Newest first. */
  readonly said: readonly Said[];
  /** Of the guardian's link that works; null: none does. */
  readonly link_expires_at: number | null;
}

const user = (id: string): string => `/api/users/${encodeURIComponent(id)}`;

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const consentApi = {
  of: (id: string) => ask<Consents>(`${user(id)}/consents`),
  makeLink: (id: string, csrf: string) => send<PersonalLink>("POST", `${user(id)}/guardian-link`, {}, csrf),
  revokeLink: (id: string, csrf: string) => send<void>("DELETE", `${user(id)}/guardian-link`, {}, csrf),
};

export type ConsentApi = typeof consentApi;
