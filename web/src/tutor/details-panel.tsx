/** What is known of one student: time, notes, earlier exercises and sessions, what happened in this one. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { dateAndTime, t, timeOfDay } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { longClockText } from "../ui/duration";
import { Ticking } from "../ui/ticking";
import type { Lane } from "../wire/session";
import type { DeskApi, Details, PastSession } from "./desk-api";
import { activeMs, totalMs } from "./details-times";
import { eventWords } from "./event-words";
import { NoteEditor } from "./note-editor";
import "./details-panel.css";

interface DetailsPanelProps {
  readonly sessionId: string;
  readonly lane: Lane;
  /** Whose page it is: their own note can be changed. */
  readonly me: string;
  readonly api: DeskApi;
  readonly onClose: () => void;
}

function Part({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  return (
    <section className="details-part">
      <h3>{title}</h3>
      {empty ? <p className="soft small">{t("details.none")}</p> : children}
    </section>
  );
}

function Notes({ details, me, onSave }: { details: Details; me: string; onSave: (text: string) => Promise<void> }) {
  const mine = details.notes.find((note) => note.author_id === me)?.text ?? "";
  return (
    <Part title={t("details.notes")} empty={false}>
      <NoteEditor text={mine} onSave={onSave} />
      {details.notes
        .filter((note) => note.author_id !== me)
        .map((note) => (
          <blockquote key={note.author_id} className="details-note">
            <p>{note.text}</p>
            <footer className="soft small">
              {note.author_name} · {dateAndTime(note.updated_at)}
            </footer>
          </blockquote>
        ))}
    </Part>
  );
}

/** `here`: the lane, if it is the session of this page; then the time runs. */
function Attended({ session, here }: { session: PastSession; here: Lane | null }) {
  const date = dateAndTime(session.joined_at ?? session.scheduled_start);
  const text = (ms: number) => t("details.attended", { date, time: longClockText(ms) });
  if (here === null) return text(session.active_ms);
  return <Ticking text={(now) => text(activeMs(here, now))} />;
}

interface HistoryProps extends Pick<DetailsPanelProps, "sessionId" | "lane"> {
  readonly details: Details;
}

function History({ details, sessionId, lane }: HistoryProps) {
  return (
    <>
      <Part title={t("details.events")} empty={details.events.length === 0}>
        <ol className="details-list">
          {details.events.map(({ seq, at, event }) => (
            <li key={seq}>
              <span className="soft small numbers">{timeOfDay(at)}</span> <span>{eventWords(event, lane)}</span>
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t("details.exercises")} empty={details.exercises.length === 0}>
        <ol className="details-list">
          {details.exercises.map((exercise) => (
            <li key={`${exercise.session_id} ${exercise.assigned_at}`}>
              <b className="small numbers">{exercise.percent}%</b> <span>{exercise.title}</span>{" "}
              <span className="soft small">{dateAndTime(exercise.assigned_at)}</span>
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t("details.sessions")} empty={details.sessions.length === 0}>
        <ol className="details-list">
          {details.sessions.map((session) => (
            <li key={session.session_id}>
              <span>{session.title}</span> <span className="soft small">{session.tutor_name}</span>
              <br />
              <span className="soft small numbers">
                {session.joined_at === null ? (
                  t("details.missed", { date: dateAndTime(session.scheduled_start) })
                ) : (
                  <Attended session={session} here={session.session_id === sessionId ? lane : null} />
                )}
              </span>
            </li>
          ))}
        </ol>
      </Part>
    </>
  );
}

export function DetailsPanel({ sessionId, lane, me, api, onClose }: DetailsPanelProps) {
  const { name, user_id } = lane.person;
  const [details, setDetails] = useState<Details | "failed" | null>(null);
  const load = useCallback(
    () =>
      api.details(user_id).then(
        (found) => setDetails(found),
        () => setDetails("failed"),
      ),
    [api, user_id],
  );
  useEffect(() => void load(), [load]);
  return (
    <Dialog title={name} side onClose={onClose}>
      <p className="soft">{t("lanes.grade", { grade: lane.grade_level, course: lane.course_level })}</p>
      {details === null && <p className="soft">{t("common.loading")}</p>}
      {details === "failed" && (
        <button type="button" className="button" onClick={() => void load()}>
          {t("common.retry")}
        </button>
      )}
      {details !== null && details !== "failed" && (
        <>
          <p>
            <span>{t("details.total")}</span>{" "}
            <b>
              <Ticking text={(now) => longClockText(totalMs(details, sessionId, lane, now))} />
            </b>
          </p>
          <Notes details={details} me={me} onSave={(text) => api.putNote(user_id, text)} />
          <History details={details} sessionId={sessionId} lane={lane} />
        </>
      )}
    </Dialog>
  );
}
