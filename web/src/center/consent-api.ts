/** What the page about recording and consent asks of the HTTP API (docs/protocol.md, "HTTP"). */
import { ask, send } from "../home/api";

export type Language = "en" | "de";
export type ConsentFrom = "student" | "guardian";

/** As they are written: plain, with `{center}` and `{days}`. */
export interface Texts {
  readonly asked: string;
  readonly privacy: string;
}

export type BothTexts = Readonly<Record<Language, Texts>>;

export interface Version {
  readonly number: number;
  /** Null: it came with Deskside. */
  readonly made_at: number | null;
  readonly maker_name: string;
  readonly retention_days: number;
}

/** `history`: the present version, whose texts are given, first. */
export interface ConsentSetup extends BothTexts {
  readonly consent_from: ConsentFrom;
  readonly history: readonly Version[];
  readonly privacy_path: string;
}

export interface Block {
  readonly kind: "heading" | "paragraph" | "item";
  readonly text: string;
}

const PATH = "/api/center/consent";

/** Everything rejects with `RequestRefused`, and with nothing else. */
export const consentApi = {
  setup: () => ask<ConsentSetup>(PATH),
  letDecide: (consent_from: ConsentFrom, csrf: string) => send<ConsentSetup>("PUT", PATH, { consent_from }, csrf),
  write: ({ en, de }: BothTexts, after: number, csrf: string) =>
    send<ConsentSetup>("POST", `${PATH}/texts`, { en, de, after }, csrf),
  preview: async (text: string, csrf: string) =>
    (await send<{ blocks: readonly Block[] }>("POST", `${PATH}/preview`, { text }, csrf)).blocks,
};

export type ConsentApi = typeof consentApi;
