/** The center's students, each with a way to make their personal link. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { Avatar } from "../ui/small";
import type { CenterPerson, PersonalLink } from "./api";
import { LinkDialog } from "./link-dialog";
import "./student-links.css";

interface StudentLinksProps {
  readonly students: readonly CenterPerson[];
  readonly makeLink: (studentId: string) => Promise<PersonalLink>;
  readonly onFailed: (reason: Error) => void;
}

export function StudentLinks({ students, makeLink, onFailed }: StudentLinksProps) {
  const [made, setMade] = useState<{ name: string; link: PersonalLink } | null>(null);
  return (
    <section className="card student-links" aria-label={t("home.links")}>
      <h2>{t("home.links")}</h2>
      <p className="soft small">{t(students.length === 0 ? "home.people_none" : "home.links_text")}</p>
      <ul>
        {students.map(({ id, name, grade_level }) => (
          <li key={id} className="student-link">
            <Avatar name={name} />
            <div className="clip">
              <p className="clip">{name}</p>
              <p className="soft small clip">{grade_level}</p>
            </div>
            <button
              type="button"
              className="button small"
              aria-label={t("link.make_for", { name })}
              onClick={() => makeLink(id).then((link) => setMade({ name, link }), onFailed)}
            >
              <Icon name="link" />
              {t("link.make")}
            </button>
          </li>
        ))}
      </ul>
      {made !== null && <LinkDialog name={made.name} link={made.link} onClose={() => setMade(null)} />}
    </section>
  );
}
