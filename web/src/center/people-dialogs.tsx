/** The dialogs of the center's people. */
import type { CenterPerson, PersonalLink } from "../home/api";
import { LinkDialog } from "../home/link-dialog";
import { t, tn } from "../i18n/t";
import { AddPersonDialog } from "./add-person-dialog";
import type { NewPerson, PersonRecord, Roster } from "./api";
import { DisableDialog } from "./disable-dialog";
import { EditPersonDialog } from "./edit-person-dialog";
import { ImportDialog } from "./import-dialog";
import type { RightsApi } from "./rights-api";
import { RightsDialog } from "./rights-dialog";

export interface PeopleActs {
  readonly add: (person: NewPerson) => Promise<void>;
  readonly correct: (id: string, record: PersonRecord) => Promise<void>;
  readonly disable: (id: string) => Promise<void>;
  readonly former: () => Promise<readonly CenterPerson[]>;
  readonly enable: (id: string) => Promise<void>;
  readonly link: (id: string) => Promise<PersonalLink>;
  readonly passwordLink: (id: string) => Promise<PersonalLink>;
  readonly revokeLinks: (id: string) => Promise<void>;
  readonly logins: (person: CenterPerson) => void;
  readonly consent: (person: CenterPerson) => void;
  readonly readRoster: (csv: string) => Promise<Roster>;
  readonly importRoster: (csv: string) => Promise<Roster>;
  readonly rights: RightsApi;
  readonly csrf: string;
  readonly again: () => void;
}

export type OpenedPerson =
  | { readonly kind: "add" | "import" }
  | { readonly kind: "disable" | "edit" | "data"; readonly person: CenterPerson }
  | { readonly kind: "link" | "password"; readonly name: string; readonly link: PersonalLink };

interface PeopleDialogsProps {
  readonly opened: OpenedPerson;
  readonly myId: string;
  readonly acts: PeopleActs;
  readonly onClose: () => void;
  readonly onTell: (text: string) => void;
}

export function PeopleDialogs({ opened, myId, acts, onClose, onTell }: PeopleDialogsProps) {
  return (
    <>
      {opened.kind === "add" && (
        <AddPersonDialog
          onClose={onClose}
          onAdd={async (person) => {
            await acts.add(person);
            onClose();
            onTell(t("center.added", { name: person.name }));
          }}
        />
      )}
      {opened.kind === "import" && (
        <ImportDialog
          read={acts.readRoster}
          take={acts.importRoster}
          onClose={onClose}
          onImported={(count) => {
            onClose();
            onTell(tn("import.done", count));
          }}
        />
      )}
      {opened.kind === "disable" && (
        <DisableDialog
          name={opened.person.name}
          onClose={onClose}
          onDisable={async () => {
            await acts.disable(opened.person.id);
            onClose();
            onTell(t("center.disabled", { name: opened.person.name }));
          }}
        />
      )}
      {opened.kind === "link" && <LinkDialog name={opened.name} link={opened.link} onClose={onClose} />}
      {opened.kind === "edit" && (
        <EditPersonDialog
          person={opened.person}
          mine={opened.person.id === myId}
          onClose={onClose}
          onSave={async (record) => {
            await acts.correct(opened.person.id, record);
            onClose();
            onTell(t("center.corrected", { name: record.name }));
          }}
        />
      )}
      {opened.kind === "data" && (
        <RightsDialog
          person={opened.person}
          mine={opened.person.id === myId}
          csrf={acts.csrf}
          api={acts.rights}
          onErased={acts.again}
          onClose={onClose}
        />
      )}
      {opened.kind === "password" && (
        <LinkDialog
          name={opened.name}
          link={opened.link}
          title={t("center.password_title", { name: opened.name })}
          text={t("center.password_text", { name: opened.name })}
          onClose={onClose}
        />
      )}
    </>
  );
}
