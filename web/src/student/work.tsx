/** The exercise that this student works on: what it is and how far it is at once, the sheet itself a moment later. */

import { useEffect, useState } from "react";
import { t } from "../i18n/t";
import type { Room } from "../session/room";
import { lazyPart } from "../ui/lazy-part";
import { ProgressBar } from "../ui/small";
import type { Lane, Session } from "../wire/session";
import "./work.css";

const loading = () => <p className="soft small">{t("common.loading")}</p>;
const Sheet = lazyPart(
  () => import("./work-sheet"),
  ({ WorkSheet }) => WorkSheet,
  loading,
);

/** Milliseconds that the sheet waits for the tutor's picture, which is what somebody who joins looks for. */
const PICTURE_FIRST_MS = 1500;

/** Whether the sheet, with all that draws mathematics, may be loaded now. */
function useSheetNow(pictured: Promise<void>, noPicture: boolean): boolean {
  const [now, setNow] = useState(false);
  useEffect(() => {
    let here = true;
    const go = () => here && setNow(true);
    void pictured.then(go);
    const timer = setTimeout(go, noPicture ? 0 : PICTURE_FIRST_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [pictured, noPicture]);
  return now;
}

interface WorkProps {
  readonly room: Room;
  readonly view: Session;
  readonly lane: Lane;
}

export function Work({ room, view, lane }: WorkProps) {
  const { exercise, person, queue } = lane;
  const noPicture = view.status !== "LIVE" || !view.tutor.camera;
  const sheetNow = useSheetNow(room.media.pictured, noPicture);
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
          {sheetNow ? (
            <Sheet
              key={exercise.exercise_id}
              room={room}
              sessionId={view.id}
              studentId={person.user_id}
              exercise={exercise}
            />
          ) : (
            loading()
          )}
          {queue[0] !== undefined && <p className="soft small">{t("work.next", { title: queue[0].title })}</p>}
        </>
      )}
    </section>
  );
}
