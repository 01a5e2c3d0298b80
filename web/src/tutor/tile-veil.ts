/** What is said over a student's picture that is no picture of now. Pure. */
import { status } from "../session/select";
import type { Person, SignFault } from "../wire/session";

/** One at a time: the cause that is known before the one that is only seen. */
export type Veil = "held_back" | "paused" | "reconnecting" | null;

/** What does not come, as one's own line does not carry it. */
export interface Kept {
  readonly camera: boolean;
  readonly screen: boolean;
}

/** `frozen`: the picture should move and stands still. Whoever has done nothing for a while is there all the same. */
export function tileVeil(person: Person, frozen: boolean, kept: Kept, signFault: SignFault | null): Veil {
  const shown = status(person);
  if (shown === "Offline") return null;
  if (shown === "Reconnecting") return "reconnecting";
  if (signFault !== null) return "held_back";
  if (person.screen ? kept.screen : person.camera_paused || kept.camera) return "paused";
  return frozen ? "reconnecting" : null;
}
