/** Who was disabled, and the way back. */
import { useCallback, useEffect, useState } from "react";
import type { CenterPerson } from "../home/api";
import { t } from "../i18n/t";
import { ActButton } from "../ui/act-button";
import { byName, named } from "../ui/people-order";
import { Avatar } from "../ui/small";
import { ROLE_TEXTS } from "./person-row";

interface FormerPeopleProps {
  readonly words: string;
  readonly fetchFormer: () => Promise<readonly CenterPerson[]>;
  readonly onEnable: (person: CenterPerson) => Promise<void>;
  readonly onData: (person: CenterPerson) => void;
  readonly onFailed: (reason: Error) => void;
}

export function FormerPeople({ words, fetchFormer, onEnable, onData, onFailed }: FormerPeopleProps) {
  const [former, setFormer] = useState<readonly CenterPerson[] | null>(null);
  const look = useCallback(() => {
    fetchFormer().then(setFormer, onFailed);
  }, [fetchFormer, onFailed]);
  useEffect(look, [look]);
  if (former === null) return <p className="soft">{t("common.loading")}</p>;
  const shown = byName(named(former, words));
  if (shown.length === 0) {
    return (
      <div className="card empty">
        <h2>{t("center.nobody")}</h2>
        <p className="soft">{t("center.nobody_disabled")}</p>
      </div>
    );
  }
  return (
    <ul className="card people">
      {shown.map((person) => (
        <li className="person-row" key={person.id}>
          <Avatar name={person.name} />
          <div className="clip">
            <p className="clip">{person.name}</p>
            <p className="soft small clip">{person.email ?? person.grade_level}</p>
          </div>
          <span className="chip">{t(ROLE_TEXTS[person.role])}</span>
          <span className="row person-acts">
            <ActButton
              word={t("rights.open")}
              name={t("rights.open_of", { name: person.name })}
              onClick={() => onData(person)}
            />
            <button
              type="button"
              className="button small"
              aria-label={t("center.enable_of", { name: person.name })}
              onClick={() => onEnable(person).then(look, onFailed)}
            >
              {t("center.enable")}
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
