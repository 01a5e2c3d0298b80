/** The exercise that this student works on, and how far it is. */
import { t } from "../i18n/t";
import { ProgressBar } from "../ui/small";
import type { Assignment } from "../wire/session";

interface WorkProps {
  readonly exercise: Assignment | null;
  readonly tutorName: string;
}

export function Work({ exercise, tutorName }: WorkProps) {
  return (
    <section className="card work" aria-label={t("work.title")}>
      <p className="soft small">{t("work.title")}</p>
      {exercise === null ? (
        <>
          <h2>{t("work.none")}</h2>
          <p className="soft small">{t("work.none_text", { tutor: tutorName })}</p>
        </>
      ) : (
        <>
          <h2>{exercise.title}</h2>
          {exercise.lesson !== "" && <p className="soft small">{exercise.lesson}</p>}
          <div className="work-progress">
            <ProgressBar percent={exercise.percent} label={t("work.progress")} />
            <b className="small numbers">{exercise.percent === 100 ? t("work.done") : `${exercise.percent}%`}</b>
          </div>
        </>
      )}
    </section>
  );
}
