/** The record of the center: who used or ended which way in, and who read what of a session that was over. */
import { useCallback, useEffect, useState } from "react";
import type { CenterPerson } from "../home/api";
import { dateAndTime, type TextKey, t } from "../i18n/t";
import { choices } from "../ui/people-order";
import { AUDIT_ACTS, type AuditLine, type CenterApi, type RecordFilter } from "./api";
import { Pick } from "./session-filter";
import "./record.css";

const ANY: RecordFilter = { act: "", person_id: "" };
const MOST = 100;

const textOf = (act: AuditLine["act"]): TextKey => `record.${act}`;

function Line({ line }: { readonly line: AuditLine }) {
  const about = line.target_id !== null && line.target_id !== line.actor_id ? line.target_name : null;
  return (
    <tr>
      <td className="numbers">{dateAndTime(line.at)}</td>
      <td>{line.actor_name || t(line.actor_id === "guardian" ? "record.guardian" : "record.command_line")}</td>
      <td>{t(textOf(line.act))}</td>
      <td>{about}</td>
      <td className="soft">{[line.session_title, line.detail].filter(Boolean).join(" · ")}</td>
    </tr>
  );
}

interface RecordProps {
  readonly centerApi: Pick<CenterApi, "record">;
  readonly people: readonly CenterPerson[];
  readonly onFailed: (reason: Error) => void;
}

export function Record({ centerApi, people, onFailed }: RecordProps) {
  const [filter, setFilter] = useState(ANY);
  const [lines, setLines] = useState<readonly AuditLine[] | null>(null);
  const [more, setMore] = useState(false);
  const load = useCallback(
    (former: readonly AuditLine[]) =>
      centerApi.record(filter, former.at(-1)?.number ?? null).then((found) => {
        setLines([...former, ...found]);
        setMore(found.length === MOST);
      }, onFailed),
    [centerApi, filter, onFailed],
  );
  useEffect(() => void load([]), [load]);
  const acts = AUDIT_ACTS.map((act) => ({ id: act, name: t(textOf(act)) }));
  return (
    <>
      <div className="home-title">
        <h1>{t("record.title")}</h1>
      </div>
      <p className="soft small">{t("record.text")}</p>
      <search className="filters">
        <Pick
          label={t("record.act")}
          value={filter.act}
          options={acts}
          onChange={(act) => setFilter({ ...filter, act: act as RecordFilter["act"] })}
        />
        <Pick
          label={t("record.person")}
          value={filter.person_id}
          options={choices(people)}
          onChange={(person_id) => setFilter({ ...filter, person_id })}
        />
      </search>
      {lines?.length === 0 && <p className="card empty">{t("record.none")}</p>}
      {lines !== null && lines.length > 0 && (
        <section className="card record" aria-label={t("record.title")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("record.when")}</th>
                <th scope="col">{t("record.who")}</th>
                <th scope="col">{t("record.act")}</th>
                <th scope="col">{t("record.whom")}</th>
                <th scope="col">{t("record.how")}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.number} line={line} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {more && lines !== null && (
        <button type="button" className="button" onClick={() => void load(lines)}>
          {t("record.more")}
        </button>
      )}
    </>
  );
}
