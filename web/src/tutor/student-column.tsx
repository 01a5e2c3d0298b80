/** One lane of the tutor's page: who, in which mode, at which exercise, how far, and what is the matter. */
import { type TextKey, t, tn } from "../i18n/t";
import type { Cue } from "../session/attention";
import { teachMs } from "../session/select";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { ProgressBar } from "../ui/small";
import { Ticking } from "../ui/ticking";
import type { Lane, LaneMode } from "../wire/session";
import { LaneActions, type LaneActs } from "./lane-actions";
import { LaneThumbnail } from "./lane-boards";
import { LaneConsent } from "./lane-consent";
import { ModeToggle } from "./mode-toggle";
import "./student-column.css";

interface StudentColumnProps extends LaneActs {
  readonly lane: Lane;
  /** The place by enrollment, from 1: the key that goes there. */
  readonly seat: number;
  readonly cue: Cue | null;
  /** Since when it is so, on the server's clock. */
  readonly cueSince: number;
  readonly enlarged: boolean;
  readonly modePending: boolean;
  /** An observer's page, or a session that is over. */
  readonly readOnly: boolean;
  readonly onMode: (studentId: string, mode: LaneMode) => void;
  readonly onEnlarge: (studentId: string) => void;
}

const CUES: Record<Cue, { readonly text: TextKey; readonly tone: string }> = {
  waiting: { text: "lanes.waits", tone: "warn" },
  stuck: { text: "lanes.stuck", tone: "danger" },
  idle: { text: "lanes.idle", tone: "" },
};

function CueChip({ cue, since }: { readonly cue: Cue; readonly since: number }) {
  const { text, tone } = CUES[cue];
  return (
    <span className={`chip ${tone}`}>
      {cue === "waiting" && <Icon name="hand" />}
      <span className={cue === "idle" ? "" : "lane-word"}>{t(text)}</span>
      {cue !== "idle" && <Ticking text={(now) => clockText(Math.max(0, now - since))} />}
    </span>
  );
}

type WorkProps = Pick<StudentColumnProps, "lane" | "cue" | "cueSince" | "onEnlarge" | "onExercise">;

function Work({ lane, cue, cueSince, onEnlarge, onExercise }: WorkProps) {
  const { exercise, person } = lane;
  const chip = cue !== null && <CueChip cue={cue} since={cueSince} />;
  return (
    <div className="lane-work">
      <div className="lane-exercise">
        {exercise === null ? (
          <>
            <p className="soft small">{t("lanes.no_exercise")}</p>
            <div className="lane-progress">{chip}</div>
          </>
        ) : (
          <>
            <button
              type="button"
              className="lane-title clip"
              title={`${exercise.title}. ${t("panel.open_of", { name: person.name })}`}
              onClick={() => onExercise(person.user_id)}
            >
              <b>{exercise.title}</b> <span className="soft small">{exercise.lesson}</span>
            </button>
            <div className="lane-progress">
              {chip}
              <ProgressBar percent={exercise.percent} label={t("lanes.progress_of", { name: person.name })} />
              <b className="small numbers">{exercise.percent}%</b>
            </div>
          </>
        )}
      </div>
      <LaneThumbnail lane={lane} onOpen={() => onEnlarge(person.user_id)} />
    </div>
  );
}

function Who({ lane, seat }: Pick<StudentColumnProps, "lane" | "seat">) {
  const { person, unread_by_tutor: unread } = lane;
  return (
    <div className="lane-who">
      <h3 className="lane-name">
        <span className="lane-seat numbers" aria-hidden="true">
          {seat}
        </span>
        <span className="clip" translate="no">
          {person.name}
        </span>
        {unread > 0 && (
          <span className="badge numbers" title={tn("talk.unread", unread)}>
            <span aria-hidden="true">{unread}</span>
            <span className="visually-hidden">{tn("talk.unread", unread)}</span>
          </span>
        )}
      </h3>
      <p className="soft small clip">{t("lanes.grade", { grade: lane.grade_level, course: lane.course_level })}</p>
      <p className="soft small clip lane-consent">
        <LaneConsent person={person} />
      </p>
    </div>
  );
}

export function StudentColumn(props: StudentColumnProps) {
  const { lane, cue, enlarged, modePending, readOnly, onMode } = props;
  const { person, mode } = lane;
  return (
    <li
      id={`lane-${person.user_id}`}
      className={`lane ${mode === "TEACH" ? "taught" : ""} ${enlarged ? "open" : ""}`}
      data-student={person.user_id}
      data-cue={cue}
      tabIndex={-1}
    >
      <header className="lane-head">
        <Who {...props} />
        <ModeToggle
          name={person.name}
          mode={mode}
          pending={modePending}
          disabled={readOnly}
          onMode={(wanted) => onMode(person.user_id, wanted)}
        />
      </header>
      <Work {...props} />
      <footer className="lane-foot">
        <LaneActions {...props} />
        <span className="soft small lane-time" title={t("lanes.taught")}>
          <span className="lane-word">{t("lanes.taught")}</span>{" "}
          <Ticking text={(now) => clockText(teachMs(lane, now))} />
        </span>
      </footer>
    </li>
  );
}
