/** The dialogs of the home pages; at most one is open. */
import { t } from "../i18n/t";
import type { Api, Center, CenterPerson, Summary } from "./api";
import { CancelDialog } from "./cancel-dialog";
import { consentApi } from "./consent-api";
import { ConsentDialog } from "./consent-dialog";
import { CreateSessionDialog } from "./create-session-dialog";
import { LoginsDialog } from "./logins-dialog";
import { PasswordDialog } from "./password-dialog";
import { RescheduleDialog } from "./reschedule-dialog";
import { StartNowDialog } from "./start-now-dialog";
import { StudentsDialog } from "./students-dialog";
import { SubscribeDialog } from "./subscribe-dialog";
import { type Given, TutorDialog } from "./tutor-dialog";

export type Opened =
  | { readonly kind: "create" | "now" | "calendar" | "password" }
  /** Of oneself, or of somebody one looks after. */
  | { readonly kind: "logins"; readonly of?: CenterPerson }
  | { readonly kind: "consent"; readonly of: CenterPerson }
  | { readonly kind: "tutor"; readonly session: Given }
  | { readonly kind: "cancel" | "reschedule" | "students"; readonly session: Summary };

interface HomeDialogsProps {
  readonly opened: Opened | null;
  readonly api: Api;
  readonly csrf: string;
  readonly center: Center;
  readonly students: readonly CenterPerson[];
  /** Tutors to choose from; null: sessions are one's own. */
  readonly tutors: readonly CenterPerson[] | null;
  readonly onClose: () => void;
  /** Sessions are different now. */
  readonly onChanged: () => void;
  readonly onStarted: (session: Summary) => void;
  readonly onPasswordSaved: () => void;
  /** This browser's sign-in was ended. */
  readonly onSignedOut: () => void;
}

export function HomeDialogs(props: HomeDialogsProps) {
  const { opened, api, csrf, center, students, onClose, onChanged } = props;
  const done = () => {
    onClose();
    onChanged();
  };
  switch (opened?.kind) {
    case "create":
      return (
        <CreateSessionDialog
          students={students}
          tutors={props.tutors}
          openTable={center.open_table}
          findTaken={api.taken}
          onClose={onClose}
          onCreate={async (session, repeat) => {
            await (repeat === null ? api.create(session, csrf) : api.createSeries(session, repeat, csrf));
            done();
          }}
        />
      );
    case "now":
      return (
        <StartNowDialog
          students={students}
          openTable={center.open_table}
          onClose={onClose}
          onStart={async (session) => {
            const made = await api.create(session, csrf);
            onChanged(); // Planned at least, should it not start.
            await api.manage(made.id, "start", {}, csrf);
            props.onStarted(made);
          }}
        />
      );
    case "cancel":
      return (
        <CancelDialog
          session={opened.session}
          onClose={onClose}
          onCancel={async (reason, following) => {
            await api.manage(opened.session.id, "cancel", { reason, following }, csrf);
            done();
          }}
        />
      );
    case "reschedule":
      return (
        <RescheduleDialog
          session={opened.session}
          findTaken={api.taken}
          onClose={onClose}
          onReschedule={async (to) => {
            await api.manage(opened.session.id, "reschedule", to, csrf);
            done();
          }}
        />
      );
    case "tutor":
      return (
        <TutorDialog
          session={opened.session}
          api={api}
          onClose={onClose}
          onGive={async (tutor_id, following) => {
            await api.manage(opened.session.id, "tutor", { tutor_id, following }, csrf);
            done();
          }}
        />
      );
    case "students":
      return (
        <StudentsDialog
          session={opened.session}
          students={students}
          api={api}
          csrf={csrf}
          onClose={onClose}
          onChanged={onChanged}
        />
      );
    case "calendar":
      return <SubscribeDialog api={api} csrf={csrf} onClose={onClose} />;
    case "logins":
      return (
        <LoginsDialog
          title={opened.of === undefined ? t("home.logins_long") : t("logins.of", { name: opened.of.name })}
          who={opened.of === undefined ? "me" : `users/${encodeURIComponent(opened.of.id)}`}
          api={api}
          csrf={csrf}
          onClose={onClose}
          onSignedOut={props.onSignedOut}
        />
      );
    case "consent":
      return <ConsentDialog person={opened.of} api={consentApi} csrf={csrf} onClose={onClose} />;
    case "password":
      return (
        <PasswordDialog
          onClose={onClose}
          onSave={async (current, password) => {
            await api.setPassword(current, password, csrf);
            onClose();
            props.onPasswordSaved();
          }}
        />
      );
    default:
      return null;
  }
}
