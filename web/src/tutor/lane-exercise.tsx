/** The exercise of a lane with its answers; what it takes to draw it is loaded when it is opened. */

import { t } from "../i18n/t";
import { lazyPart } from "../ui/lazy-part";
import { ProgressBar } from "../ui/small";
import type { LaneExerciseProps } from "./exercise-panel";
import "./lane-exercise.css";

const Panel = lazyPart(
  () => import("./exercise-panel"),
  ({ ExercisePanel }) => ExercisePanel,
  () => <p className="soft small">{t("common.loading")}</p>,
);

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
      <Panel key={exercise.exercise_id} {...props} exercise={exercise} />
    </section>
  );
}
