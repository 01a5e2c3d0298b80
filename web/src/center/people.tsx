/** People of the center: find, add, import, make links, disable. */
import { useState } from "react";
import type { CenterPerson, Role } from "../home/api";
import { TextField } from "../home/text-field";
import { t, tn } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Icon } from "../ui/icons";
import { byName, named, tellingName } from "../ui/people-order";
import { FormerPeople } from "./former-people";
import { addressOf } from "./parts";
import { type OpenedPerson, type PeopleActs, PeopleDialogs } from "./people-dialogs";
import { PersonRow } from "./person-row";
import "./people.css";
import "../styles/empty.css";

interface PeopleProps {
  readonly people: readonly CenterPerson[] | null;
  readonly myId: string;
  readonly acts: PeopleActs;
  readonly onTell: (text: string) => void;
  readonly onFailed: (reason: Error) => void;
}

export function People({ people, myId, acts, onTell, onFailed }: PeopleProps) {
  const [role, setRole] = useState<Role | "ALL" | "DISABLED">("ALL");
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<OpenedPerson | null>(null);
  const close = () => setOpened(null);
  const shown = byName(named(people ?? [], words)).filter((person) => role === "ALL" || person.role === role);
  return (
    <>
      <div className="home-title">
        <h1>{t("center.people")}</h1>
        <div className="row">
          <a className="button" href={addressOf("links")}>
            <Icon name="link" />
            <span>{t("center.print_links")}</span>
          </a>
          <button type="button" className="button" onClick={() => setOpened({ kind: "import" })}>
            {t("center.import")}
          </button>
          <button type="button" className="button primary" onClick={() => setOpened({ kind: "add" })}>
            <Icon name="plus" />
            <span>{t("center.add")}</span>
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
            { value: "DISABLED", label: t("center.former") },
          ]}
          onChange={setRole}
        />
        <span className="soft numbers" role="status">
          {people !== null && role !== "DISABLED" && tn("center.people_count", shown.length)}
        </span>
      </search>
      {role === "DISABLED" && (
        <FormerPeople
          words={words}
          fetchFormer={acts.former}
          onEnable={async ({ id, name }) => {
            await acts.enable(id);
            onTell(t("center.enabled", { name }));
          }}
          onData={(person) => setOpened({ kind: "data", person })}
          onFailed={onFailed}
        />
      )}
      {people !== null && role !== "DISABLED" && shown.length === 0 && (
        <div className="card empty">
          <h2>{t("center.nobody")}</h2>
          <p className="soft">{t("center.nobody_text")}</p>
        </div>
      )}
      {shown.some((person) => person.role === "STUDENT") && <p className="soft small">{t("link.replaces")}</p>}
      {shown.length > 0 && (
        <ul className="card people">
          {shown.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              telling={tellingName(person, shown)}
              mine={person.id === myId}
              onLink={() =>
                acts
                  .link(person.id)
                  .then((link) => setOpened({ kind: "link", name: tellingName(person, shown), link }), onFailed)
              }
              onEdit={() => setOpened({ kind: "edit", person })}
              onPassword={() =>
                acts
                  .passwordLink(person.id)
                  .then((link) => setOpened({ kind: "password", name: person.name, link }), onFailed)
              }
              onRevoke={() =>
                acts
                  .revokeLinks(person.id)
                  .then(() => onTell(t("center.revoked", { name: tellingName(person, shown) })), onFailed)
              }
              onLogins={() => acts.logins(person)}
              onConsent={() => acts.consent(person)}
              onDisable={() => setOpened({ kind: "disable", person })}
              onData={() => setOpened({ kind: "data", person })}
            />
          ))}
        </ul>
      )}
      {opened !== null && <PeopleDialogs opened={opened} myId={myId} acts={acts} onClose={close} onTell={onTell} />}
    </>
  );
}
