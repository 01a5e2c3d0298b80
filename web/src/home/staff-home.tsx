/** A tutor's home: own sessions, students and their links. An admin sees the center's sessions and can look in. */
import { useCallback, useState } from "react";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import { agenda } from "./agenda";
import type { Api, Me, Summary } from "./api";
import { CancelDialog } from "./cancel-dialog";
import { CreateSessionDialog } from "./create-session-dialog";
import { HomeHeader } from "./home-header";
import { liveAddress } from "./session-card";
import { SessionLists } from "./session-lists";
import { StudentLinks } from "./student-links";
import { usePeople } from "./use-people";
import { usePolled } from "./use-polled";

const SESSIONS_EVERY_MS = 15_000;

interface StaffHomeProps {
  readonly me: Me;
  /** The sessions that the page was served with. */
  readonly sessions: readonly Summary[];
  readonly api: Api;
  readonly goTo: (address: string) => void;
}

export function StaffHome({ me, sessions: initial, api, goTo }: StaffHomeProps) {
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [sessions, again] = usePolled(api.sessions, SESSIONS_EVERY_MS, failed, initial);
  const students = usePeople(api, "STUDENT", failed);
  const tutors = usePeople(api, "TEACHER", failed);
  const [creating, setCreating] = useState(false);
  const [cancelling, setCancelling] = useState<Summary | null>(null);
  const admin = me.user.role === "CENTER_ADMIN";
  const start = (session: Summary) =>
    api.manage(session.id, "start", {}, me.csrf).then(() => goTo(liveAddress(session.id)), failed);
  return (
    <div className="home">
      <HomeHeader me={me} onSignOut={() => void api.signOut(me.csrf).then(() => goTo("/login"), failed)} />
      <main className="home-main">
        <div className="home-title">
          <h1>
            {admin
              ? t("home.center_sessions", { center: me.user.center_name })
              : t("home.hello", { name: me.user.name })}
          </h1>
          <button type="button" className="button primary" onClick={() => setCreating(true)}>
            <Icon name="plus" />
            {t("home.create")}
          </button>
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
              agenda={agenda(sessions, Date.now())}
              myId={me.user.id}
              onStart={(session) => void start(session)}
              onCancel={setCancelling}
            />
          )}
        </div>
        {students !== null && (
          <StudentLinks students={students} makeLink={(id) => api.personalLink(id, me.csrf)} onFailed={failed} />
        )}
      </main>
      {creating && (
        <CreateSessionDialog
          students={students ?? []}
          tutors={admin ? (tutors ?? []) : []}
          onClose={() => setCreating(false)}
          onCreate={async (session) => {
            await api.create(session, me.csrf);
            setCreating(false);
            again();
          }}
        />
      )}
      {cancelling !== null && (
        <CancelDialog
          session={cancelling}
          onClose={() => setCancelling(null)}
          onCancel={(reason) => {
            setCancelling(null);
            api.manage(cancelling.id, "cancel", { reason }, me.csrf).then(again, failed);
          }}
        />
      )}
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
