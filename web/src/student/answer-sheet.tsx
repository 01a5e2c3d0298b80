/** A sheet to be answered: its text, and its items with what is typed, given and hinted. Loaded lazily. */
import "../i18n/for-exercise";
import type { Drafts } from "../session/drafts";
import type { Sheet } from "../session/exercise";
import "../styles/exercise-items.css";
import { Markdown } from "../ui/markdown/markdown";
import { useObservable } from "../ui/use-observable";
import type { Answer, Hint } from "../wire/session";
import { WorkItem } from "./work-item";

interface AnswerSheetProps {
  readonly sheet: Sheet;
  readonly drafts: Drafts;
  readonly answers: readonly Answer[];
  readonly hints: readonly Hint[];
}

export function AnswerSheet({ sheet, drafts, answers, hints }: AnswerSheetProps) {
  const typed = useObservable(drafts);
  const numbers = new Map(sheet.parts.filter((part) => part.id !== "").map((part, at) => [part.id, at + 1]));
  return (
    <div className="sheet">
      {sheet.parts.map((part, at) =>
        part.kind === "text" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sheet never change.
          <Markdown key={`text ${at}`} text={part.markdown} />
        ) : (
          <WorkItem
            key={part.id}
            part={part}
            number={numbers.get(part.id) ?? 0}
            checked={sheet.check === "now"}
            draft={typed[part.id]}
            answer={answers.find((answer) => answer.item_id === part.id)}
            hints={hints.filter((hint) => hint.item_id === part.id)}
            onType={(value, soon) => drafts.type(part.id, value, soon)}
            onCommit={() => drafts.commit(part.id)}
          />
        ),
      )}
    </div>
  );
}
