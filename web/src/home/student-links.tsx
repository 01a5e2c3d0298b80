/** The center's students, each with a way to make their personal link. */
import { useState } from "react";
import { t } from "../i18n/t";
import { ActButton } from "../ui/act-button";
import { Icon } from "../ui/icons";
import { byName, levelOf, tellingName } from "../ui/people-order";
import { Avatar } from "../ui/small";
import type { CenterPerson, PersonalLink } from "./api";
import { LinkDialog } from "./link-dialog";
import "./student-links.css";

interface StudentLinksProps {
  readonly students: readonly CenterPerson[];
  readonly makeLink: (studentId: string) => Promise<PersonalLink>;
  readonly onLogins: (person: CenterPerson) => void;
  readonly onConsent: (person: CenterPerson) => void;
  readonly onFailed: (reason: Error) => void;
}

interface StudentLinkProps {
  readonly person: CenterPerson;
  /** Their name as it is told apart from others. */
  readonly telling: string;
  readonly onLogins: () => void;
  readonly onConsent: () => void;
  readonly onMake: () => void;
}

function StudentLink({ person, telling, onLogins, onConsent, onMake }: StudentLinkProps) {
  return (
    <li className="student-link">
      <Avatar name={person.name} />
      <div className="clip">
        <p className="clip" translate="no">
          {person.name}
        </p>
        <p className="soft small clip">{levelOf(person)}</p>
      </div>
      <span className="row student-link-acts">
        <button
          type="button"
          className="button small"
          aria-label={t("link.make_for", { name: telling })}
          onClick={onMake}
        >
          <Icon name="link" />
          <span>{t("link.make")}</span>
        </button>
        <ActButton word={t("said.word")} name={t("said.of", { name: telling })} onClick={onConsent} />
        <ActButton word={t("home.logins")} name={t("logins.of", { name: telling })} onClick={onLogins} />
      </span>
    </li>
  );
}

export function StudentLinks({ students, makeLink, onLogins, onConsent, onFailed }: StudentLinksProps) {
  const [made, setMade] = useState<{ name: string; link: PersonalLink } | null>(null);
  return (
    <section className="card student-links" aria-label={t("home.links")}>
      <h2>{t("home.links")}</h2>
      <p className="soft small">{t(students.length === 0 ? "home.people_none" : "home.links_text")}</p>
      <ul>
        {byName(students).map((person) => (
          <StudentLink
            key={person.id}
            person={person}
            telling={tellingName(person, students)}
            onLogins={() => onLogins(person)}
            onConsent={() => onConsent(person)}
            onMake={() =>
              makeLink(person.id).then((link) => setMade({ name: tellingName(person, students), link }), onFailed)
            }
          />
        ))}
      </ul>
      {made !== null && <LinkDialog name={made.name} link={made.link} onClose={() => setMade(null)} />}
    </section>
  );
}
