/** One person of the center, and what an admin can do for them. */
import type { CenterPerson, Role } from "../home/api";
import { type TextKey, t } from "../i18n/t";
import { ActButton } from "../ui/act-button";
import { Avatar } from "../ui/small";
import "./person-row.css";

export const ROLE_TEXTS: Record<Role, TextKey> = {
  STUDENT: "center.role_student",
  TEACHER: "center.role_teacher",
  CENTER_ADMIN: "center.role_admin",
};

interface PersonRowProps {
  readonly person: CenterPerson;
  /** Their name as it is told apart from others. */
  readonly telling: string;
  /** Oneself: nobody disables themself. */
  readonly mine: boolean;
  readonly onLink: () => void;
  readonly onEdit: () => void;
  /** A link to a new password; students have none. */
  readonly onPassword: () => void;
  readonly onRevoke: () => void;
  readonly onLogins: () => void;
  readonly onConsent: () => void;
  readonly onDisable: () => void;
  /** What is kept of them: export or erase. */
  readonly onData: () => void;
}

export function PersonRow(props: PersonRowProps) {
  const { person, telling, mine, onLink, onEdit, onPassword, onRevoke, onLogins, onConsent, onDisable, onData } = props;
  const { name, role, email, grade_level: grade, course_level: course } = person;
  const level = grade !== "" && course !== "" ? t("center.level", { grade, course }) : grade || course;
  const byPassword = role !== "STUDENT"; // also for the first time: the link to a new password lets them in
  return (
    <li className="person-row" data-person={person.id}>
      <Avatar name={name} />
      <div className="clip">
        <p className="clip" translate="no">
          {name}
        </p>
        <p className="soft small clip">{email ?? level}</p>
      </div>
      <span className={role === "STUDENT" ? "chip" : "chip good"}>{t(ROLE_TEXTS[role])}</span>
      <span className="row person-acts">
        {!byPassword && (
          <ActButton first word={t("link.make")} name={t("link.make_for", { name: telling })} onClick={onLink} />
        )}
        {!byPassword && <ActButton word={t("said.word")} name={t("said.of", { name: telling })} onClick={onConsent} />}
        <ActButton word={t("home.logins")} name={t("logins.of", { name: telling })} onClick={onLogins} />
        {byPassword && (
          <ActButton
            word={t("center.password")}
            name={t("center.password_of", { name: telling })}
            onClick={onPassword}
          />
        )}
        <ActButton word={t("center.edit")} name={t("center.edit_of", { name: telling })} onClick={onEdit} />
        <ActButton word={t("center.revoke")} name={t("center.revoke_of", { name: telling })} onClick={onRevoke} />
        <ActButton word={t("rights.open")} name={t("rights.open_of", { name: telling })} onClick={onData} />
        <ActButton
          word={t("center.disable")}
          name={t("center.disable_of", { name: telling })}
          disabled={mine}
          onClick={onDisable}
        />
      </span>
    </li>
  );
}
