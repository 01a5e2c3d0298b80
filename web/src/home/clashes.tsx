/** Where somebody would be in two sessions at once: a word, and no refusal, as it may be meant. */
import { t, timeOfDay } from "../i18n/t";
import { useFetched } from "../ui/use-fetched";
import type { Api, Summary } from "./api";
import type { Span } from "./session-times";

/** Until what is being typed is asked about. */
const TYPED_MS = 400;

/** Somebody who is to take part; null: oneself. */
export type Wanted = { readonly part: "tutor_id" | "student_id"; readonly id: string; readonly name: string } | null;

/** Sessions that somebody is in within a span, as far as one may know of them. */
export type FindTaken = Api["taken"];

interface ClashesProps {
  readonly span: Span | null;
  readonly people: readonly Wanted[];
  readonly find: FindTaken;
  /** The session that is being moved. */
  readonly except?: string;
}

export function Clashes({ span, people, find, except = "" }: ClashesProps) {
  if (span === null) return null;
  return (
    <div role="status">
      <ul className="stack small">
        {people.map((who) => (
          <ClashesOf key={who?.id ?? ""} who={who} span={span} find={find} except={except} />
        ))}
      </ul>
    </div>
  );
}

interface OneProps {
  readonly who: Wanted;
  readonly span: Span;
  readonly find: FindTaken;
  readonly except: string;
}

function ClashesOf({ who, span, find, except }: OneProps) {
  const found = useFetched<readonly Summary[] | { readonly ok: false }>(
    `${who?.id} ${span.scheduled_start} ${span.scheduled_end}`,
    () => find(span, who).catch(() => ({ ok: false as const })),
    TYPED_MS,
  );
  return (found ?? [])
    .filter((other) => other.id !== except && clashes(other, span))
    .map((other) => (
      <li key={other.id} className="notice warn">
        {t(who === null ? "create.clash_mine" : "create.clash", {
          name: who?.name ?? "",
          title: other.title,
          time: `${timeOfDay(other.scheduled_start)} – ${timeOfDay(other.scheduled_end)}`,
        })}
      </li>
    ));
}

/** Both are held for a while of the same time. */
export function clashes({ status, scheduled_start, scheduled_end }: Summary, span: Span): boolean {
  const held = status === "SCHEDULED" || status === "LIVE";
  return held && scheduled_start < span.scheduled_end && scheduled_end > span.scheduled_start;
}
