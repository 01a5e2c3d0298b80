/** Where somebody would be in two sessions at once: a word, and no refusal, as it may be meant. */
import { dateAndTime, t, timeOfDay, tn } from "../i18n/t";
import { useFetched } from "../ui/use-fetched";
import type { Api, Summary } from "./api";
import type { Span } from "./session-times";

/** Until what is being typed is asked about. */
const TYPED_MS = 400;
/** What is named of them; the others are counted. */
const MOST_NAMED = 3;

/** Somebody who is to take part; null: oneself. */
export type Wanted = { readonly part: "tutor_id" | "student_id"; readonly id: string; readonly name: string } | null;

/** Sessions that somebody is in within a span, as far as one may know of them. */
export type FindTaken = Api["taken"];

interface ClashesProps {
  /** When the session is held, and again if it repeats; in order. */
  readonly spans: readonly Span[];
  readonly people: readonly Wanted[];
  readonly find: FindTaken;
  /** The session that is being moved. */
  readonly except?: string;
}

export function Clashes({ spans, people, find, except = "" }: ClashesProps) {
  if (spans.length === 0) return null;
  return (
    <div role="status">
      <ul className="stack small">
        {people.map((who) => (
          <ClashesOf key={who?.id ?? ""} who={who} spans={spans} find={find} except={except} />
        ))}
      </ul>
    </div>
  );
}

interface OneProps {
  readonly who: Wanted;
  readonly spans: readonly Span[];
  readonly find: FindTaken;
  readonly except: string;
}

function ClashesOf({ who, spans, find, except }: OneProps) {
  const span = whole(spans);
  const found = useFetched<readonly Summary[] | { readonly ok: false }>(
    `${who?.id} ${span.scheduled_start} ${span.scheduled_end}`,
    () => find(span, who).catch(() => ({ ok: false as const })),
    TYPED_MS,
  );
  const inTheWay = (found ?? []).filter((other) => other.id !== except && spans.some((each) => clashes(other, each)));
  const unnamed = inTheWay.length - MOST_NAMED;
  return (
    <>
      {inTheWay.slice(0, MOST_NAMED).map((other) => (
        <li key={other.id} className="notice warn">
          {t(who === null ? "create.clash_mine" : "create.clash", {
            name: who?.name ?? "",
            title: other.title,
            time: heldAt(other, spans.length > 1),
          })}
        </li>
      ))}
      {unnamed > 0 && <li className="notice warn">{tn("create.clashes_more", unnamed)}</li>}
    </>
  );
}

function heldAt({ scheduled_start, scheduled_end }: Summary, withDay: boolean): string {
  return `${withDay ? dateAndTime(scheduled_start) : timeOfDay(scheduled_start)} – ${timeOfDay(scheduled_end)}`;
}

/** From the beginning of the first to the end of the last. */
function whole(spans: readonly Span[]): Span {
  const [first, last] = [spans[0], spans[spans.length - 1]];
  return { scheduled_start: first?.scheduled_start ?? 0, scheduled_end: last?.scheduled_end ?? 0 };
}

/** Both are held for a while of the same time. */
export function clashes({ status, scheduled_start, scheduled_end }: Summary, span: Span): boolean {
  const held = status === "SCHEDULED" || status === "LIVE";
  return held && scheduled_start < span.scheduled_end && scheduled_end > span.scheduled_start;
}
