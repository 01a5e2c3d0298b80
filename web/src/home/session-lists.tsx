/** Today's, upcoming and earlier sessions. */
import { type TextKey, t } from "../i18n/t";
import type { Agenda } from "./agenda";
import type { Summary } from "./api";
import { SessionCard } from "./session-card";
import "./session-lists.css";

const PARTS: readonly { readonly part: keyof Agenda; readonly title: TextKey }[] = [
  { part: "today", title: "home.today" },
  { part: "later", title: "home.later" },
  { part: "earlier", title: "home.earlier" },
];
/** Earlier sessions beyond this are in the reports. */
const MOST_EARLIER = 10;

interface SessionListsProps {
  readonly agenda: Agenda;
  readonly myId: string;
  readonly onStart: (session: Summary) => void;
  readonly onCancel: (session: Summary) => void;
  readonly onReschedule: (session: Summary) => void;
  readonly onStudents: (session: Summary) => void;
  readonly onTutor: (session: Summary) => void;
}

export function SessionLists({ agenda, myId, ...acts }: SessionListsProps) {
  return PARTS.filter(({ part }) => agenda[part].length > 0).map(({ part, title }) => (
    <section key={part} className="session-part" aria-label={t(title)}>
      <h2>{t(title)}</h2>
      <ul className="card session-list">
        {agenda[part].slice(0, part === "earlier" ? MOST_EARLIER : undefined).map((session) => (
          <SessionCard
            key={session.id}
            session={session}
            mine={session.tutor_id === myId}
            onStart={part === "today" ? () => acts.onStart(session) : null}
            onCancel={() => acts.onCancel(session)}
            onReschedule={() => acts.onReschedule(session)}
            onStudents={() => acts.onStudents(session)}
            onTutor={() => acts.onTutor(session)}
          />
        ))}
      </ul>
    </section>
  ));
}
