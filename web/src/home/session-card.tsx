/** One session in a list: when, what, with whom, and what can be done with it. */
import { dayOf, type TextKey, t, timeOfDay, tn } from "../i18n/t";
import type { SessionStatus } from "../wire/session";
import type { Summary } from "./api";
import "./session-card.css";

const STATUS: Record<SessionStatus, { readonly text: TextKey; readonly tone: string }> = {
  SCHEDULED: { text: "home.status_scheduled", tone: "" },
  LIVE: { text: "home.status_live", tone: "good" },
  COMPLETED: { text: "home.status_completed", tone: "" },
  CANCELLED: { text: "home.status_cancelled", tone: "danger" },
};

interface SessionCardProps {
  readonly session: Summary;
  /** The session's own tutor opens and starts it; an admin looks in. */
  readonly mine: boolean;
  /** Null: it is not its day. */
  readonly onStart: (() => void) | null;
  readonly onCancel: () => void;
  readonly onReschedule: () => void;
  readonly onStudents: () => void;
  readonly onTutor: () => void;
}

export function SessionCard({ session, mine, onStart, ...acts }: SessionCardProps) {
  const { text, tone } = STATUS[session.status];
  const open = session.status === "SCHEDULED" || session.status === "LIVE";
  return (
    <li className="session-card" data-session={session.id}>
      <p className="session-when">
        <b className="numbers">{timeOfDay(session.scheduled_start)}</b>
        <span className="soft small numbers">{timeOfDay(session.scheduled_end)}</span>
      </p>
      <div className="session-what">
        <h3 className="clip">{session.title}</h3>
        <p className="soft small clip">
          {dayOf(session.scheduled_start)}
          {session.series_id !== null && ` · ${t("home.weekly")}`}
          {` · ${tn("home.student_count", session.student_count)}`}
          {!mine && ` · ${t("home.tutor", { name: session.tutor_name })}`}
        </p>
      </div>
      {session.status === "SCHEDULED" ? <span /> : <span className={`chip ${tone}`}>{t(text)}</span>}
      {session.status === "COMPLETED" && (
        <span className="row session-acts">
          <a className="button small" href={replayAddress("tutor", session.id)}>
            {t("home.replay")}
          </a>
        </span>
      )}
      {open && (
        <span className="row session-acts">
          <button type="button" className="button small quiet" onClick={acts.onStudents}>
            {t("home.students")}
          </button>
          <button type="button" className="button small quiet" onClick={acts.onTutor}>
            {t(mine ? "give.open_mine" : "give.open")}
          </button>
          {session.status === "SCHEDULED" && (
            <>
              <button type="button" className="button small quiet" onClick={acts.onReschedule}>
                {t("move.open")}
              </button>
              <button type="button" className="button small quiet" onClick={acts.onCancel}>
                {t("home.cancel_session")}
              </button>
            </>
          )}
          {mine && onStart !== null && session.status === "SCHEDULED" && (
            <button type="button" className="button small" onClick={onStart}>
              {t("home.start")}
            </button>
          )}
          {(mine || session.status === "LIVE") && (
            <a className="button small primary" href={liveAddress(session.id)}>
              {t(mine ? "home.open" : "home.look_in")}
            </a>
          )}
        </span>
      )}
    </li>
  );
}

/** Where a session is seen again. */
export function replayAddress(side: "tutor" | "student", sessionId: string): string {
  return `/dashboard/${side}/sessions/${encodeURIComponent(sessionId)}/replay`;
}

/** The tutor's page of a session. */
export function liveAddress(sessionId: string): string {
  return `/dashboard/tutor/sessions/${encodeURIComponent(sessionId)}/live`;
}
