// What somebody is asked about being recorded: types only.
import type { ConsentKind } from "../wire/session";

interface Block {
  readonly kind: "heading" | "paragraph" | "item";
  readonly text: string;
}

/** `GET /api/consent`. */
export interface Question {
  readonly text_version: number;
  readonly asked: Readonly<Record<"en" | "de", readonly Block[]>>;
  /** The page that says the rest. */
  readonly privacy_path: string;
  /** What one can allow by oneself; the rest a guardian has refused, or has to allow. */
  readonly open_to_self: readonly ConsentKind[];
  readonly guardian_decides: boolean;
  readonly guardian_said: boolean;
}
