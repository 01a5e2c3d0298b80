/** The exercise of a lane with its answers; what it takes to draw it is loaded when it is opened. */
import { lazy, Suspense } from "react";
import { t } from "../i18n/t";
import { ProgressBar } from "../ui/small";
import type { LaneExerciseProps } from "./exercise-panel";
import "./lane-exercise.css";

const ExercisePanel = lazy(async () => ({ default: (await import("./exercise-panel")).ExercisePanel }));

export function LaneExercise(props: LaneExerciseProps) {
  const { exercise, person } = props.lane;
  if (exercise === null) return <p className="soft small">{t("panel.none")}</p>;
  return (
    <section className="stack" aria-label={t("panel.open_of", { name: person.name })}>
      <p>
        <b>{exercise.title}</b> <span className="soft small">{exercise.lesson}</span>{" "}
        <b className="small numbers">{exercise.percent}%</b>
      </p>
      <ProgressBar percent={exercise.percent} label={t("lanes.progress_of", { name: person.name })} />
      <Suspense fallback={<p className="soft small">{t("common.loading")}</p>}>
        <ExercisePanel key={exercise.exercise_id} {...props} exercise={exercise} />
      </Suspense>
    </section>
  );
}
