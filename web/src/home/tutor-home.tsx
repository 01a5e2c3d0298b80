/** A tutor's home: own sessions, starting one, students and their links. */
import { useCallback, useState } from "react";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { serverNow } from "../ui/server-clock";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import { agenda } from "./agenda";
import type { Api, HomeBoot, Summary } from "./api";
import { HomeDialogs, type Opened } from "./home-dialogs";
import { HomeHeader } from "./home-header";
import { liveAddress } from "./session-card";
import { SessionLists } from "./session-lists";
import { StudentLinks } from "./student-links";
import { usePeople } from "./use-people";
import { usePolled } from "./use-polled";
import "./tutor-home.css";
import "../styles/empty.css";
import "../styles/page-title.css";

const SESSIONS_EVERY_MS = 15_000;

interface TutorHomeProps {
  /** What the page was served with. */
  readonly boot: HomeBoot;
  readonly api: Api;
  readonly goTo: (address: string) => void;
}

export function TutorHome({ boot, api, goTo }: TutorHomeProps) {
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [sessions, again] = usePolled(api.sessions, SESSIONS_EVERY_MS, failed, boot.sessions);
  const students = usePeople(api, "STUDENT", failed);
  const [opened, setOpened] = useState<Opened | null>(null);
  const toSession = (session: Summary) => goTo(liveAddress(session.id));
  const start = (session: Summary) =>
    api.manage(session.id, "start", {}, boot.csrf).then(() => toSession(session), failed);
  return (
    <div className="home">
      <HomeHeader
        me={boot}
        onSignOut={() => void api.signOut(boot.csrf).then(() => goTo("/login"), failed)}
        onCalendar={() => setOpened({ kind: "calendar" })}
        onLogins={() => setOpened({ kind: "logins" })}
        onPassword={() => setOpened({ kind: "password" })}
      />
      <main className="home-main">
        <div className="home-title">
          <h1>{t("home.hello", { name: boot.user.name })}</h1>
          <div className="row">
            <a className="button quiet" href="/dashboard/exercises">
              <Icon name="book" />
              {t("home.exercises")}
            </a>
            <button type="button" className="button" onClick={() => setOpened({ kind: "create" })}>
              <Icon name="plus" />
              <span>{t("home.create")}</span>
            </button>
            <button type="button" className="button primary" onClick={() => setOpened({ kind: "now" })}>
              <Icon name="play" />
              <span>{t("home.start_now")}</span>
            </button>
          </div>
        </div>
        <div className="home-sessions">
          {sessions?.length === 0 && (
            <div className="card empty">
              <h2>{t("home.none")}</h2>
              <p className="soft">{t("home.none_text")}</p>
            </div>
          )}
          {sessions !== null && (
            <SessionLists
              agenda={agenda(sessions, serverNow())}
              myId={boot.user.id}
              onStart={(session) => void start(session)}
              onCancel={(session) => setOpened({ kind: "cancel", session })}
              onReschedule={(session) => setOpened({ kind: "reschedule", session })}
              onStudents={(session) => setOpened({ kind: "students", session })}
              onTutor={(session) => setOpened({ kind: "tutor", session })}
            />
          )}
        </div>
        {students !== null && (
          <StudentLinks
            students={students}
            makeLink={(id) => api.personalLink(id, boot.csrf)}
            onLogins={(of) => setOpened({ kind: "logins", of })}
            onConsent={(of) => setOpened({ kind: "consent", of })}
            onFailed={failed}
          />
        )}
      </main>
      <HomeDialogs
        opened={opened}
        api={api}
        csrf={boot.csrf}
        center={boot.center}
        students={students ?? []}
        tutors={null}
        onClose={() => setOpened(null)}
        onChanged={again}
        onStarted={toSession}
        onPasswordSaved={() => show(t("password.saved"))}
        onSignedOut={() => goTo("/login")}
      />
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
