/** Sessions of the center: found by tutor, student, status and day; planned, staffed, called off. */
import { useCallback, useState } from "react";
import { agenda } from "../home/agenda";
import type { CenterPerson, Summary } from "../home/api";
import type { Opened } from "../home/home-dialogs";
import { SessionLists } from "../home/session-lists";
import { usePolled } from "../home/use-polled";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { serverNow } from "../ui/server-clock";
import type { CenterApi, SessionFilter } from "./api";
import { SessionFilterRow } from "./session-filter";
import "../styles/empty.css";

const SESSIONS_EVERY_MS = 10_000;
const ANY: SessionFilter = { tutor_id: "", student_id: "", status: "", day: "" };

interface SessionsProps {
  readonly centerApi: CenterApi;
  readonly tutors: readonly CenterPerson[];
  readonly students: readonly CenterPerson[];
  readonly myId: string;
  /** Grows whenever sessions were changed by this page. */
  readonly changes: number;
  readonly onOpen: (opened: Opened) => void;
  readonly onFailed: (reason: Error) => void;
}

export function Sessions({ centerApi, tutors, students, myId, changes, onOpen, onFailed }: SessionsProps) {
  const [filter, setFilter] = useState(ANY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another function for each change: it is fetched again.
  const fetched = useCallback(() => centerApi.sessions(filter), [centerApi, filter, changes]);
  const [sessions] = usePolled<readonly Summary[]>(fetched, SESSIONS_EVERY_MS, onFailed);
  const filtered = Object.values(filter).some((value) => value !== "");
  return (
    <>
      <div className="home-title">
        <h1>{t("center.sessions")}</h1>
        <button type="button" className="button primary" onClick={() => onOpen({ kind: "create" })}>
          <Icon name="plus" />
          <span>{t("home.create")}</span>
        </button>
      </div>
      <SessionFilterRow
        value={filter}
        tutors={tutors}
        students={students}
        onChange={setFilter}
        onClear={filtered ? () => setFilter(ANY) : null}
      />
      <div className="home-sessions">
        {sessions?.length === 0 && (
          <div className="card empty">
            <h2>{t(filtered ? "center.none_found" : "home.none")}</h2>
            <p className="soft">{t(filtered ? "center.none_found_text" : "center.none_text")}</p>
          </div>
        )}
        {sessions !== null && (
          <SessionLists
            agenda={agenda(sessions, serverNow())}
            myId={myId}
            onStart={() => undefined}
            onCancel={(session) => onOpen({ kind: "cancel", session })}
            onReschedule={(session) => onOpen({ kind: "reschedule", session })}
            onStudents={(session) => onOpen({ kind: "students", session })}
            onTutor={(session) => onOpen({ kind: "tutor", session })}
          />
        )}
      </div>
    </>
  );
}
