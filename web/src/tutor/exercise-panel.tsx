/** How a student works on the exercise: each answer as it comes, hints, and what comes next. Loaded lazily. */
import { useState } from "react";
import "../i18n/for-exercise";
import { t } from "../i18n/t";
import { fetchSheet } from "../realtime/exercises";
import type { Commands } from "../session/commands";
import { answerText, type SheetPart } from "../session/exercise";
import "../styles/exercise-items.css";
import { Icon } from "../ui/icons";
import { Markdown } from "../ui/markdown/markdown";
import { useFetched } from "../ui/use-fetched";
import type { Answer, Assignment, Lane } from "../wire/session";
import { Queue } from "./queue";
import "./exercise-panel.css";

/** Characters; the server's own limit. */
const HINT_LIMIT = 500;

export interface LaneExerciseProps {
  readonly sessionId: string;
  readonly lane: Lane;
  readonly commands: Commands;
  /** An observer's page. */
  readonly readOnly: boolean;
}

interface ExercisePanelProps extends LaneExerciseProps {
  readonly exercise: Assignment;
}

export function ExercisePanel({ sessionId, lane, exercise, commands, readOnly }: ExercisePanelProps) {
  const { user_id } = lane.person;
  const sheet = useFetched(exercise.exercise_id, () => fetchSheet(sessionId, user_id));
  if (sheet === null) return <p className="soft small">{t("common.loading")}</p>;
  const numbers = new Map(sheet.parts.filter((part) => part.id !== "").map((part, at) => [part.id, at + 1]));
  return (
    <div className="exercise-panel">
      <div className="sheet">
        {sheet.parts.map((part, at) =>
          part.kind === "text" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sheet never change.
            <Markdown key={`text ${at}`} text={part.markdown} />
          ) : (
            <PanelItem
              key={part.id}
              part={part}
              number={numbers.get(part.id) ?? 0}
              exercise={exercise}
              onHint={readOnly ? null : (text) => void commands.hint(user_id, part.id, text)}
            />
          ),
        )}
      </div>
      {lane.queue.length > 0 && (
        <Queue
          queue={lane.queue}
          onChange={(queue) =>
            void commands.queueExercises(
              user_id,
              queue.map((each) => each.exercise_id),
            )
          }
        />
      )}
      {!readOnly && (
        <footer className="panel-foot">
          <button
            type="button"
            className="button"
            disabled={exercise.percent === 100}
            onClick={() => void commands.setProgress(user_id, 100)}
          >
            <Icon name="check" />
            <span>{t(exercise.percent === 100 ? "lanes.completed" : "lanes.complete")}</span>
          </button>
          {lane.queue.length > 0 && (
            <button type="button" className="button primary" onClick={() => void commands.nextExercise(user_id)}>
              {t("panel.next")}
            </button>
          )}
        </footer>
      )}
    </div>
  );
}

interface PanelItemProps {
  readonly part: SheetPart;
  readonly number: number;
  readonly exercise: Assignment;
  /** null: an observer gives no hints. */
  readonly onHint: ((text: string) => void) | null;
}

function PanelItem({ part, number, exercise, onHint }: PanelItemProps) {
  const answer = exercise.answers.find((each) => each.item_id === part.id);
  const hints = exercise.hints.filter((each) => each.item_id === part.id);
  return (
    <section className="item" aria-label={t("exercise.item", { n: number })} data-item={part.id}>
      <span className="item-number numbers" aria-hidden="true">
        {number}
      </span>
      <div className="item-body">
        <Markdown text={part.markdown} />
        <div className="panel-answer">
          <div className="panel-text" aria-live="polite">
            <Given part={part} answer={answer} />
          </div>
          <VerdictChip answer={answer} />
        </div>
        {part.solution !== null && part.solution.length > 0 && (
          <details>
            <summary>{t("panel.solution")}</summary>
            <Markdown
              text={part.kind === "choice" ? answerText(part, part.solution.join(",")) : part.solution.join(" · ")}
            />
          </details>
        )}
        {hints.map((hint, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hints are only added.
          <p key={at} className="small">
            <b>{t("panel.hint_given")}:</b> <span>{hint.text}</span>
          </p>
        ))}
        {onHint !== null && <HintForm number={number} onHint={onHint} />}
      </div>
    </section>
  );
}

function Given({ part, answer }: Pick<PanelItemProps, "part"> & { readonly answer: Answer | undefined }) {
  if (answer === undefined || answer.value.trim() === "") return <span className="soft">{t("panel.no_answer")}</span>;
  if (part.kind === "choice") return <Markdown text={answerText(part, answer.value)} />;
  return <span>{part.kind === "drawing" ? t("panel.drawn") : answer.value}</span>;
}

function VerdictChip({ answer }: { readonly answer: Answer | undefined }) {
  if (answer === undefined || answer.value.trim() === "") return null;
  if (answer.unreadable) return <span className="chip">{t("panel.not_a_number")}</span>;
  if (answer.correct === null) return <span className="chip">{t("panel.unchecked")}</span>;
  return (
    <span className={`chip ${answer.correct ? "good" : "danger"}`}>
      {t(answer.correct ? "panel.right" : "panel.wrong")}
    </span>
  );
}

function HintForm({ number, onHint }: { readonly number: number; readonly onHint: (text: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <button
        type="button"
        className="button small quiet item-hint-open"
        aria-label={t("panel.hint_for", { n: number })}
        onClick={() => setText("")}
      >
        {t("panel.hint")}
      </button>
    );
  }
  return (
    <form
      className="item-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onHint(text.trim());
        setText(null);
      }}
    >
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the person just asked for this field.
        autoFocus
        maxLength={HINT_LIMIT}
        aria-label={t("panel.hint_label", { n: number })}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button">
        {t("panel.send")}
      </button>
    </form>
  );
}
