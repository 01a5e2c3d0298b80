/** People of the center: find, add, import, make links, disable. */
import { useState } from "react";
import type { CenterPerson, PersonalLink, Role } from "../home/api";
import { LinkDialog } from "../home/link-dialog";
import { named } from "../home/student-picker";
import { TextField } from "../home/text-field";
import { t, tn } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Icon } from "../ui/icons";
import { AddPersonDialog } from "./add-person-dialog";
import type { NewPerson, Roster } from "./api";
import { DisableDialog } from "./disable-dialog";
import { ImportDialog } from "./import-dialog";
import { addressOf } from "./parts";
import { PersonRow } from "./person-row";
import "./people.css";
import "../styles/empty.css";

export interface PeopleActs {
  readonly add: (person: NewPerson) => Promise<void>;
  readonly disable: (id: string) => Promise<void>;
  readonly link: (id: string) => Promise<PersonalLink>;
  readonly revokeLinks: (id: string) => Promise<void>;
  readonly logins: (person: CenterPerson) => void;
  readonly readRoster: (csv: string) => Promise<Roster>;
  readonly importRoster: (csv: string) => Promise<Roster>;
}

interface PeopleProps {
  readonly people: readonly CenterPerson[] | null;
  readonly myId: string;
  readonly acts: PeopleActs;
  readonly onTell: (text: string) => void;
  readonly onFailed: (reason: Error) => void;
}

type Opened =
  | { readonly kind: "add" | "import" }
  | { readonly kind: "disable"; readonly person: CenterPerson }
  | { readonly kind: "link"; readonly name: string; readonly link: PersonalLink };

export function People({ people, myId, acts, onTell, onFailed }: PeopleProps) {
  const [role, setRole] = useState<Role | "ALL">("ALL");
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const shown = named(people ?? [], words).filter((person) => role === "ALL" || person.role === role);
  return (
    <>
      <div className="home-title">
        <h1>{t("center.people")}</h1>
        <div className="row">
          <a className="button" href={addressOf("links")}>
            <Icon name="link" />
            {t("center.print_links")}
          </a>
          <button type="button" className="button" onClick={() => setOpened({ kind: "import" })}>
            {t("center.import")}
          </button>
          <button type="button" className="button primary" onClick={() => setOpened({ kind: "add" })}>
            <Icon name="plus" />
            {t("center.add")}
          </button>
        </div>
      </div>
      <search className="people-find">
        <TextField label={t("center.find")} value={words} onChange={setWords} />
        <Choice
          legend={t("center.role")}
          value={role}
          options={[
            { value: "ALL", label: t("center.all") },
            { value: "STUDENT", label: t("home.students") },
            { value: "TEACHER", label: t("center.tutors") },
            { value: "CENTER_ADMIN", label: t("center.admins") },
          ]}
          onChange={setRole}
        />
        <span className="soft numbers" role="status">
          {people !== null && tn("center.people_count", shown.length)}
        </span>
      </search>
      {people !== null && shown.length === 0 && (
        <div className="card empty">
          <h2>{t("center.nobody")}</h2>
          <p className="soft">{t("center.nobody_text")}</p>
        </div>
      )}
      {shown.length > 0 && (
        <ul className="card people">
          {shown.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              mine={person.id === myId}
              onLink={() =>
                acts.link(person.id).then((link) => setOpened({ kind: "link", name: person.name, link }), onFailed)
              }
              onRevoke={() =>
                acts.revokeLinks(person.id).then(() => onTell(t("center.revoked", { name: person.name })), onFailed)
              }
              onLogins={() => acts.logins(person)}
              onDisable={() => setOpened({ kind: "disable", person })}
            />
          ))}
        </ul>
      )}
      {opened?.kind === "add" && (
        <AddPersonDialog
          onClose={close}
          onAdd={async (person) => {
            await acts.add(person);
            close();
            onTell(t("center.added", { name: person.name }));
          }}
        />
      )}
      {opened?.kind === "import" && (
        <ImportDialog
          read={acts.readRoster}
          take={acts.importRoster}
          onClose={close}
          onImported={(count) => {
            close();
            onTell(tn("import.done", count));
          }}
        />
      )}
      {opened?.kind === "disable" && (
        <DisableDialog
          name={opened.person.name}
          onClose={close}
          onDisable={async () => {
            await acts.disable(opened.person.id);
            close();
            onTell(t("center.disabled", { name: opened.person.name }));
          }}
        />
      )}
      {opened?.kind === "link" && <LinkDialog name={opened.name} link={opened.link} onClose={close} />}
    </>
  );
}
