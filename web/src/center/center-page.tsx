/** The center's page: its parts, and the dialogs and notices that they share. */
import { useCallback, useState } from "react";
import type { Api, CenterPerson, HomeBoot } from "../home/api";
import { HomeDialogs, type Opened } from "../home/home-dialogs";
import { HomeHeader } from "../home/home-header";
import { liveAddress } from "../home/session-card";
import { usePolled } from "../home/use-polled";
import { t } from "../i18n/t";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import type { CenterApi, PersonRecord } from "./api";
import { CenterNav } from "./center-nav";
import { consentApi } from "./consent-api";
import { Floor } from "./floor";
import { LinksPage } from "./links-page";
import type { Part } from "./parts";
import { People } from "./people";
import { Privacy } from "./privacy";
import { Record } from "./record";
import { rightsApi } from "./rights-api";
import { Sessions } from "./sessions";
import { Settings } from "./settings";
import "./center-page.css";
import "../styles/page-title.css";

const PEOPLE_EVERY_MS = 60_000;

interface CenterPageProps {
  /** What the page was served with. */
  readonly boot: HomeBoot;
  readonly part: Part;
  readonly api: Api;
  readonly centerApi: CenterApi;
  readonly goTo: (address: string) => void;
}

export function CenterPage({ boot, part, api, centerApi, goTo }: CenterPageProps) {
  const { csrf } = boot;
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [people, peopleAgain] = usePolled(centerApi.everybody, PEOPLE_EVERY_MS, failed);
  const [center, setCenter] = useState(boot.center);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [changes, setChanges] = useState(0);
  const students = people?.filter(({ role }) => role === "STUDENT") ?? [];
  const tutors = people?.filter(({ role }) => role === "TEACHER") ?? [];
  const acts = {
    add: (person: Parameters<CenterApi["addPerson"]>[0]) => centerApi.addPerson(person, csrf).then(peopleAgain),
    disable: (id: string) => centerApi.disable(id, csrf).then(peopleAgain),
    correct: (id: string, record: PersonRecord) => centerApi.correct(id, record, csrf).then(peopleAgain),
    former: centerApi.former,
    enable: (id: string) => centerApi.enable(id, csrf).then(peopleAgain),
    passwordLink: (id: string) => centerApi.passwordLink(id, csrf),
    link: (id: string) => api.personalLink(id, csrf),
    logins: (of: CenterPerson) => setOpened({ kind: "logins", of }),
    consent: (of: CenterPerson) => setOpened({ kind: "consent", of }),
    revokeLinks: (id: string) => centerApi.revokeLinks(id, csrf),
    readRoster: (csv: string) => centerApi.importPeople(csv, true, csrf),
    importRoster: async (csv: string) => {
      const roster = await centerApi.importPeople(csv, false, csrf);
      peopleAgain();
      return roster;
    },
    rights: rightsApi,
    csrf,
    again: peopleAgain,
  };
  return (
    <div className="home">
      <HomeHeader
        me={{ ...boot, user: { ...boot.user, center_name: center.name } }}
        onSignOut={() => void api.signOut(csrf).then(() => goTo("/login"), failed)}
        onCalendar={() => setOpened({ kind: "calendar" })}
        onLogins={() => setOpened({ kind: "logins" })}
        onPassword={() => setOpened({ kind: "password" })}
      />
      <CenterNav part={part} />
      <main className="center-main">
        {part === "floor" && (
          <Floor
            fetchFloor={centerApi.floor}
            onTutor={(session) => setOpened({ kind: "tutor", session })}
            onFailed={failed}
          />
        )}
        {part === "sessions" && (
          <Sessions
            centerApi={centerApi}
            tutors={tutors}
            students={students}
            myId={boot.user.id}
            changes={changes}
            onOpen={setOpened}
            onFailed={failed}
          />
        )}
        {part === "people" && (
          <People people={people} myId={boot.user.id} acts={acts} onTell={show} onFailed={failed} />
        )}
        {part === "links" && (
          <LinksPage
            students={people && students}
            makeLinks={(ids) => centerApi.makeLinks(ids, csrf)}
            onFailed={failed}
          />
        )}
        {part === "record" && <Record centerApi={centerApi} people={people ?? []} onFailed={failed} />}
        {part === "privacy" && <Privacy consentApi={consentApi} csrf={csrf} onTell={show} onFailed={failed} />}
        {part === "settings" && (
          <Settings
            center={center}
            onSave={async (changed) => {
              setCenter(await centerApi.change(changed, csrf));
              show(t("center.saved"));
            }}
          />
        )}
      </main>
      <HomeDialogs
        opened={opened}
        api={api}
        csrf={csrf}
        center={center}
        students={students}
        tutors={tutors}
        onClose={() => setOpened(null)}
        onChanged={() => setChanges((n) => n + 1)}
        onStarted={(session) => goTo(liveAddress(session.id))}
        onPasswordSaved={() => show(t("password.saved"))}
        onSignedOut={() => goTo("/login")}
      />
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
