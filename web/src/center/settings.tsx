/** The center's name, and what it has decided for all of its sessions. */
import { useState } from "react";
import type { Center } from "../home/api";
import { TextField } from "../home/text-field";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Switch } from "../ui/switch";
import "./settings.css";

interface SettingsProps {
  readonly center: Center;
  readonly onSave: (center: Center) => Promise<void>;
}

/** As the server takes them (`domain/center.py`). */
const LIMITS = { least: 5, most: 240 };

function isMinutes(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= LIMITS.least && Number(text) <= LIMITS.most;
}

export function Settings({ center, onSave }: SettingsProps) {
  const [fields, setFields] = useState(center);
  const [minutes, setMinutes] = useState(String(center.end_after_minutes));
  const { busy, problem, submit } = useSubmit(() => {
    const name = fields.name.trim();
    if (name === "") return t("center.needs_center_name");
    if (!isMinutes(minutes)) return t("center.needs_minutes", LIMITS);
    return onSave({ ...fields, name, end_after_minutes: Number(minutes) });
  });
  return (
    <>
      <div className="home-title">
        <h1>{t("center.settings")}</h1>
      </div>
      <form className="card stack settings" noValidate onSubmit={submit}>
        <TextField
          label={t("center.center_name")}
          value={fields.name}
          onChange={(name) => setFields({ ...fields, name })}
        />
        <Switch
          label={t("center.tutor_text")}
          hint={t("center.tutor_text_hint")}
          on={fields.tutor_text}
          onChange={(tutor_text) => setFields({ ...fields, tutor_text })}
        />
        <Switch
          label={t("center.open_table")}
          hint={t("center.open_table_hint")}
          on={fields.open_table}
          onChange={(open_table) => setFields({ ...fields, open_table })}
        />
        <Switch
          label={t("center.auto_record")}
          hint={t("center.auto_record_hint")}
          on={fields.auto_record}
          onChange={(auto_record) => setFields({ ...fields, auto_record })}
        />
        <Switch
          label={t("center.students_replay")}
          hint={t("center.students_replay_hint")}
          on={fields.students_replay}
          onChange={(students_replay) => setFields({ ...fields, students_replay })}
        />
        <TextField
          label={t("center.end_after")}
          type="number"
          value={minutes}
          invalid={!isMinutes(minutes)}
          onChange={setMinutes}
        />
        <p className="soft small">{t("center.end_after_hint")}</p>
        <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
        <div className="dialog-actions">
          <button type="submit" className="button primary" disabled={busy}>
            {t(busy ? "create.working" : "center.save")}
          </button>
        </div>
      </form>
    </>
  );
}
