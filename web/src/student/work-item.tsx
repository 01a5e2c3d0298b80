/** One item of an exercise: what is asked, the student's answer, what became of it, and hints. */
import { refusalWords, t } from "../i18n/t";
import type { Draft } from "../session/drafts";
import { choose, chosen, DRAWN, type SheetPart, sameAnswer } from "../session/exercise";
import { Icon } from "../ui/icons";
import { Markdown } from "../ui/markdown/markdown";
import { useSpoken } from "../ui/markdown/use-spoken";
import type { Answer, Hint } from "../wire/session";

/** Characters; the server's own limit. */
const ANSWER_LIMIT = 5000;

interface InputProps {
  readonly part: SheetPart;
  /** The id of the question, which names the input. */
  readonly asked: string;
  readonly value: string;
  /** The student is told at once whether the answer is right. */
  readonly checked: boolean;
  /** `soon`: it is sent by itself a moment later. */
  readonly onType: (value: string, soon: boolean) => void;
  readonly onCommit: () => void;
}

interface WorkItemProps extends Omit<InputProps, "asked" | "value"> {
  readonly number: number;
  readonly draft: Draft | undefined;
  readonly answer: Answer | undefined;
  readonly hints: readonly Hint[];
}

export function WorkItem({ number, draft, answer, hints, ...input }: WorkItemProps) {
  const { part } = input;
  const asked = `item-${part.id}`;
  const value = draft?.value ?? answer?.value ?? "";
  return (
    <section className="item" aria-label={t("exercise.item", { n: number })} data-item={part.id}>
      <span className="item-number numbers" aria-hidden="true">
        {number}
      </span>
      <div className="item-body">
        <div id={asked}>
          <Markdown text={part.markdown} />
        </div>
        <ItemInput {...input} asked={asked} value={value} />
        <Verdict draft={draft} answer={answer} />
        {hints.map((hint, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hints are only added.
          <div key={at} className="notice good small item-hint">
            <Icon name="info" />
            <p>
              <b>{t("exercise.hint")}:</b> <span>{hint.text}</span>
            </p>
          </div>
        ))}
      </div>
    </section>
  );
}

function Verdict({ draft, answer }: Pick<WorkItemProps, "draft" | "answer">) {
  return (
    <p className="item-verdict small" role="status">
      {verdict(draft, answer)}
    </p>
  );
}

function verdict(draft: Draft | undefined, answer: Answer | undefined): React.ReactNode {
  if (draft !== undefined && !(answer !== undefined && sameAnswer(draft.value, answer.value))) {
    if (draft.state === "refused") return <span className="item-wrong">{refusalWords(draft)}</span>;
    if (draft.state === "waiting") return <span className="soft">{t("exercise.waiting")}</span>;
    return draft.state === "sending" && <span className="soft">{t("exercise.saving")}</span>;
  }
  if (answer === undefined || answer.value.trim() === "") return null;
  if (answer.unreadable) return <span>{t("exercise.not_a_number")}</span>;
  if (answer.correct === false) return <span className="item-wrong">{t("exercise.wrong")}</span>;
  return (
    <span className={answer.correct ? "item-right" : "soft"}>
      <Icon name="check" /> <span>{t(answer.correct ? "exercise.right" : "exercise.saved")}</span>
    </span>
  );
}

function ItemInput(props: InputProps) {
  switch (props.part.kind) {
    case "choice":
      return <Options {...props} />;
    case "long-text":
      return (
        <textarea
          className="input"
          rows={6}
          maxLength={ANSWER_LIMIT}
          aria-labelledby={props.asked}
          placeholder={t("exercise.long_text")}
          value={props.value}
          onChange={(event) => props.onType(event.target.value, true)}
          onBlur={props.onCommit}
        />
      );
    case "drawing":
      return (
        <label className="switch">
          <input
            type="checkbox"
            aria-describedby={props.asked}
            checked={props.value === DRAWN}
            onChange={(event) => {
              props.onType(event.target.checked ? DRAWN : "", false);
              props.onCommit();
            }}
          />
          <span>{t("exercise.drawn")}</span>
        </label>
      );
    default:
      return <Line {...props} />;
  }
}

function Line({ part, asked, value, checked, onType, onCommit }: InputProps) {
  return (
    <form
      className="item-line"
      onSubmit={(event) => {
        event.preventDefault();
        onCommit();
      }}
    >
      <input
        className="input"
        type="text"
        inputMode={part.kind === "number" ? "text" : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={200}
        aria-labelledby={asked}
        placeholder={t(part.kind === "number" ? "exercise.number" : "exercise.text")}
        value={value}
        onChange={(event) => onType(event.target.value, !checked)}
        onBlur={onCommit}
      />
      {checked && (
        <button type="submit" className="button">
          {t("exercise.check")}
        </button>
      )}
    </form>
  );
}

function Options({ part, asked, value, checked, onType, onCommit }: InputProps) {
  const now = chosen(value);
  const spoken = useSpoken();
  /** Half of several is no answer yet: it is not judged before the student says so. */
  const waits = checked && part.several;
  return (
    <fieldset className="item-options" aria-labelledby={asked}>
      <p className="soft small">{t(part.several ? "exercise.choose_several" : "exercise.choose_single")}</p>
      {part.options.map((option, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options never change, and two may have the same text.
        <label key={at} className="item-option">
          <input
            aria-label={spoken(option)}
            type={part.several ? "checkbox" : "radio"}
            name={asked}
            checked={now.has(at + 1)}
            onChange={() => {
              onType(choose(value, at + 1, part.several), false);
              if (!waits) onCommit();
            }}
          />
          <Markdown text={option} inline />
        </label>
      ))}
      {waits && (
        <button type="button" className="button item-check" onClick={onCommit}>
          {t("exercise.check")}
        </button>
      )}
    </fieldset>
  );
}
