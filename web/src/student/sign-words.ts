/** What stands on the sign, in pieces: each name by itself, the words between them. Pure. */
import { listedParts, t, tn } from "../i18n/t";
import type { SignEntry } from "../session/select";

export interface SignPart {
  readonly text: string;
  /** Whose name it is; null: words between names. */
  readonly person: string | null;
}

const ORDER = { tutor: 0, observer: 1, student: 2 } as const;
/** Stands for the names while the sentence around them is made. */
const NAMES = "\u0001";

/** The tutor first; somebody unknown last. */
function ordered(people: readonly SignEntry[]): readonly SignEntry[] {
  const place = ({ part }: SignEntry) => (part === null ? 3 : ORDER[part]);
  return [...people].sort((a, b) => place(a) - place(b));
}

function named(entry: SignEntry): string {
  const name = entry.name === "" ? t("sign.somebody") : entry.name;
  return entry.part === "observer" ? t("sign.observer", { name }) : name;
}

export function signParts(people: readonly SignEntry[]): readonly SignPart[] {
  if (people.length === 0) return [{ text: t("sign.nobody"), person: null }];
  const entries = ordered(people);
  const ids = entries.map((entry) => entry.user_id);
  const names = listedParts(entries.map(named)).map(({ type, value }) => ({
    text: value,
    person: type === "element" ? (ids.shift() ?? null) : null,
  }));
  const [before = "", after = ""] = tn("sign.can", people.length, { names: NAMES }).split(NAMES);
  const around = (text: string) => (text === "" ? [] : [{ text, person: null }]);
  return [...around(before), ...names, ...around(after)];
}
