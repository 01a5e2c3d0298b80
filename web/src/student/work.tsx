/** The exercise that this student works on: what it is and how far it is at once, the sheet itself a moment later. */

import { t } from "../i18n/t";
import type { Room } from "../session/room";
import { later } from "../ui/later";
import { lazyPart } from "../ui/lazy-part";
import { ProgressBar } from "../ui/small";
import type { Lane, Session } from "../wire/session";
import "./work.css";

/** With all that draws mathematics. */
const Sheet = lazyPart(
  later(() => import("./work-sheet")),
  ({ WorkSheet }) => WorkSheet,
  () => <p className="soft small">{t("common.loading")}</p>,
);

interface WorkProps {
  readonly room: Room;
  readonly view: Session;
  readonly lane: Lane;
}

export function Work({ room, view, lane }: WorkProps) {
  const { exercise, person, queue } = lane;
  return (
    <section className="card work" aria-label={t("work.title")}>
      <p className="soft small">{t("work.title")}</p>
      {exercise === null ? (
        <>
          <h2>{t("work.none")}</h2>
          <p className="soft small">{t("work.none_text", { tutor: view.tutor.name })}</p>
        </>
      ) : (
        <>
          <h2>{exercise.title}</h2>
          {exercise.lesson !== "" && <p className="soft small">{exercise.lesson}</p>}
          <div className="work-progress">
            <ProgressBar percent={exercise.percent} label={t("work.progress")} />
            <b className="small numbers" role="status">
              {exercise.percent === 100 ? t("work.done") : `${exercise.percent}%`}
            </b>
          </div>
          <Sheet
            key={exercise.exercise_id}
            room={room}
            sessionId={view.id}
            studentId={person.user_id}
            exercise={exercise}
          />
          {queue[0] !== undefined && <p className="soft small">{t("work.next", { title: queue[0].title })}</p>}
        </>
      )}
    </section>
  );
}
