/** The floor: every live session at a glance, and those whose tutor has not started. */
import { useCallback } from "react";
import { liveAddress } from "../home/session-card";
import type { Given } from "../home/tutor-dialog";
import { usePolled } from "../home/use-polled";
import { t, timeOfDay, tn } from "../i18n/t";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { ServerClock, Ticking } from "../ui/ticking";
import type { Floor as FloorData, FloorSession, Waiting } from "./api";
import "./floor.css";
import "../styles/empty.css";

const TONES = { normal: "", high: "warn", urgent: "danger" } as const;

function Waits({ waiting }: { readonly waiting: Waiting }) {
  return (
    <li className="floor-waits">
      <span className={`chip ${TONES[waiting.urgency]}`}>{t(`center.${waiting.urgency}`)}</span>
      <span className="clip" translate="no">
        {waiting.name}
      </span>
      <Ticking className="soft small numbers" text={(now) => clockText(now - waiting.asked_at)} />
    </li>
  );
}

function State({ session }: { readonly session: FloorSession }) {
  if (session.started_at === null) return <span className="chip danger">{t("center.late")}</span>;
  if (!session.tutor_here) return <span className="chip danger">{t("center.tutor_away")}</span>;
  return (
    <span className={session.paused ? "chip" : "chip good"}>
      {t(session.paused ? "center.paused" : "home.status_live")}
    </span>
  );
}

function Since({ session }: { readonly session: FloorSession }) {
  const { started_at: startedAt } = session;
  if (startedAt === null) return t("center.planned_for", { time: timeOfDay(session.scheduled_start) });
  return (
    <>
      <span>{t("center.since", { time: timeOfDay(startedAt) })}</span> ·{" "}
      <Ticking text={(now) => clockText(now - startedAt)} />
    </>
  );
}

interface FloorCardProps {
  readonly session: FloorSession;
  readonly onTutor: (session: Given) => void;
}

function FloorCard({ session, onTutor }: FloorCardProps) {
  const { students_present: present, students_total: total, students_in_lobby: lobby } = session;
  return (
    <li className="card floor-card" data-session={session.id}>
      <div className="floor-head">
        <div className="floor-name">
          <h2 className="floor-title">{session.title}</h2>
          <p className="soft clip">{session.tutor_name}</p>
        </div>
        <State session={session} />
      </div>
      <p className="floor-facts">
        <span className="numbers">{t("center.present", { present, total })}</span>
        {lobby > 0 && <span className="soft numbers">{tn("center.in_lobby", lobby)}</span>}
        <span className="soft">
          <Since session={session} />
        </span>
      </p>
      {session.waiting.length > 0 ? (
        <ul className="floor-waiting" aria-label={t("center.waiting")}>
          {session.waiting.map((waiting) => (
            <Waits key={waiting.student_id} waiting={waiting} />
          ))}
        </ul>
      ) : (
        <p className="soft small floor-calm">{t("center.calm")}</p>
      )}
      <a
        className="button"
        href={liveAddress(session.id)}
        aria-label={t("center.look_in_to", { title: session.title })}
      >
        <Icon name="eye" />
        <span>{t("home.look_in")}</span>
      </a>
      {!session.tutor_here && (
        <button type="button" className="button" onClick={() => onTutor(givenOf(session))}>
          {t("give.open")}
        </button>
      )}
    </li>
  );
}

/** Of a series or not, the floor is about now: it is this one alone that another tutor takes. */
function givenOf({ id, title, tutor_id, started_at }: FloorSession): Given {
  return { id, title, tutor_id, series_id: null, status: started_at === null ? "SCHEDULED" : "LIVE" };
}

const FLOOR_EVERY_MS = 3_000;

interface FloorProps {
  readonly fetchFloor: () => Promise<FloorData>;
  readonly onTutor: (session: Given) => void;
  readonly onFailed: (reason: Error) => void;
}

export function Floor({ fetchFloor, onTutor, onFailed }: FloorProps) {
  const [floor] = usePolled(fetchFloor, FLOOR_EVERY_MS, onFailed);
  const sessions = floor?.sessions ?? [];
  const ahead = floor?.ahead_ms ?? 0;
  const clock = useCallback(() => Date.now() + ahead, [ahead]);
  return (
    <ServerClock.Provider value={clock}>
      <div className="home-title">
        <h1>{t("center.floor")}</h1>
        {floor !== null && (
          <p className="soft">{tn("center.live", sessions.filter((x) => x.started_at !== null).length)}</p>
        )}
      </div>
      {floor !== null && sessions.length === 0 && (
        <div className="card empty">
          <h2>{t("center.floor_none")}</h2>
          <p className="soft">{t("center.floor_none_text")}</p>
        </div>
      )}
      <ul className="floor">
        {sessions.map((session) => (
          <FloorCard key={session.id} session={session} onTutor={onTutor} />
        ))}
      </ul>
      <p className="soft small">{t("center.look_in_text")}</p>
    </ServerClock.Provider>
  );
}
