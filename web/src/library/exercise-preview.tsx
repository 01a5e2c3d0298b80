/** An exercise as its students see it. Answers are judged by the server as theirs are, and kept nowhere. Loaded lazily. */
import { useEffect, useMemo, useState } from "react";
import { t } from "../i18n/t";
import { createDrafts, type Shelf } from "../session/drafts";
import type { Sheet } from "../session/exercise";
import { progressOf } from "../session/library";
import { AnswerSheet } from "../student/answer-sheet";
import { ProgressBar } from "../ui/small";
import type { Answer } from "../wire/session";
import type { Verdict } from "./api";

/** Gone with the dialog. */
const NOWHERE: Shelf = { load: () => ({}), save: () => {} };

interface ExercisePreviewProps {
  readonly sheet: Sheet;
  readonly judge: (itemId: string, value: string) => Promise<Verdict>;
}

export function ExercisePreview({ sheet, judge }: ExercisePreviewProps) {
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const drafts = useMemo(
    () =>
      createDrafts(async (item_id, value) => {
        try {
          const verdict = await judge(item_id, value);
          setAnswers((all) => [...all.filter((each) => each.item_id !== item_id), { item_id, value, ...verdict }]);
          return { ok: true, seq: 0 };
        } catch (reason) {
          const { code, message } = reason as Error & { readonly code?: string };
          return { ok: false, code: code ?? "internal", message };
        }
      }, NOWHERE),
    [judge],
  );
  useEffect(() => () => drafts.stop(), [drafts]);
  const percent = progressOf(answers, sheet.parts.filter(({ id }) => id !== "").length);
  return (
    <>
      <div className="preview-progress">
        <ProgressBar percent={percent} label={t("library.progress")} />
        <b className="small numbers" role="status">
          {t("library.percent", { percent })}
        </b>
      </div>
      <AnswerSheet sheet={sheet} drafts={drafts} answers={answers} hints={[]} />
    </>
  );
}
