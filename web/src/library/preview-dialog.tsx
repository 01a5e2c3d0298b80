/** The dialog in which an exercise is seen as a student sees it. */
import { useCallback, useEffect, useState } from "react";
import { t } from "../i18n/t";
import type { Sheet } from "../session/exercise";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { lazyPart } from "../ui/lazy-part";
import type { LibraryApi } from "./api";
import type { ShownExercise } from "./exercise-shelf";
import "./preview-dialog.css";

const loading = () => <p className="soft">{t("common.loading")}</p>;
const Preview = lazyPart(
  () => import("./exercise-preview"),
  ({ ExercisePreview }) => ExercisePreview,
  loading,
);

interface PreviewDialogProps {
  readonly exercise: ShownExercise;
  readonly api: Pick<LibraryApi, "sheet" | "judge">;
  readonly csrf: string;
  readonly onClose: () => void;
}

export function PreviewDialog({ exercise, api, csrf, onClose }: PreviewDialogProps) {
  const { id, title, course, lesson } = exercise;
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let here = true;
    api.sheet(id).then(
      (got) => here && setSheet(got),
      (reason: Error) => here && setProblem(reason.message),
    );
    return () => {
      here = false;
    };
  }, [api, id]);
  const judge = useCallback((itemId: string, value: string) => api.judge(id, itemId, value, csrf), [api, id, csrf]);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="exercise-preview">
        <p className="soft small">{[course, lesson].filter(Boolean).join(" → ")}</p>
        <p className="notice small">
          <Icon name="eye" />
          <span>{t("library.see_text")}</span>
        </p>
        <p role="alert">{problem}</p>
        {sheet === null ? problem === "" && loading() : <Preview sheet={sheet} judge={judge} />}
      </div>
    </Dialog>
  );
}
