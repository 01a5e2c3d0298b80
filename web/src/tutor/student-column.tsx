/** One lane of the tutor's page: who, in which mode, at which exercise, how far. */
import { t } from "../i18n/t";
import { teachMs } from "../session/select";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { ProgressBar } from "../ui/small";
import { Ticking } from "../ui/ticking";
import type { Lane, LaneMode } from "../wire/session";
import { ModeToggle } from "./mode-toggle";

export interface LaneActs {
  readonly onMode: (studentId: string, mode: LaneMode) => void;
  readonly onAssign: (studentId: string) => void;
  readonly onComplete: (studentId: string) => void;
}

interface StudentColumnProps extends LaneActs {
  readonly lane: Lane;
  readonly modePending: boolean;
  /** An observer's page, or a session that is over. */
  readonly readOnly: boolean;
}

function Work({ lane }: { readonly lane: Lane }) {
  const { exercise, person } = lane;
  if (exercise === null) return <p className="soft small lane-work">{t("lanes.no_exercise")}</p>;
  return (
    <div className="lane-work">
      <p className="lane-exercise">
        <span className="clip" title={exercise.title}>
          {exercise.title}
        </span>
        <span className="soft small clip">{exercise.lesson}</span>
        <b className="small numbers">{exercise.percent}%</b>
      </p>
      <ProgressBar percent={exercise.percent} label={t("lanes.progress_of", { name: person.name })} />
    </div>
  );
}

function LaneActions({ lane, onAssign, onComplete }: Pick<StudentColumnProps, "lane" | "onAssign" | "onComplete">) {
  const { exercise, person } = lane;
  const done = exercise?.percent === 100;
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={t("lanes.assign_to", { name: person.name })}
        onClick={() => onAssign(person.user_id)}
      >
        {t("lanes.assign")}
      </button>
      {exercise !== null && (
        <button
          type="button"
          className="button small quiet"
          aria-label={t("lanes.complete_of", { name: person.name })}
          disabled={done}
          onClick={() => onComplete(person.user_id)}
        >
          <Icon name="check" />
          {done ? t("lanes.completed") : t("lanes.complete")}
        </button>
      )}
    </>
  );
}

export function StudentColumn({ lane, modePending, readOnly, onMode, onAssign, onComplete }: StudentColumnProps) {
  const { person, mode } = lane;
  return (
    <li className={`lane ${mode === "TEACH" ? "taught" : ""}`} data-student={person.user_id}>
      <header className="lane-head">
        <div className="clip lane-who">
          <h3 className="lane-name">
            <span className="clip">{person.name}</span>
            {lane.help !== null && (
              <span className="lane-calls" role="img" aria-label={t("lanes.waits")} title={t("lanes.waits")}>
                <Icon name="hand" />
              </span>
            )}
          </h3>
          <p className="soft small clip">{t("lanes.grade", { grade: lane.grade_level, course: lane.course_level })}</p>
        </div>
        <ModeToggle
          name={person.name}
          mode={mode}
          pending={modePending}
          disabled={readOnly}
          onMode={(wanted) => onMode(person.user_id, wanted)}
        />
      </header>
      <Work lane={lane} />
      <footer className="lane-foot">
        {!readOnly && <LaneActions lane={lane} onAssign={onAssign} onComplete={onComplete} />}
        <Ticking
          className="soft small numbers lane-time"
          text={(now) => t("lanes.taught", { time: clockText(teachMs(lane, now)) })}
        />
      </footer>
    </li>
  );
}
