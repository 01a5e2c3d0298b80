/** The center's name, and what it has decided for all of its sessions. */
import { useState } from "react";
import type { Center } from "../home/api";
import { TextField } from "../home/text-field";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Switch } from "../ui/switch";

interface SettingsProps {
  readonly center: Center;
  readonly onSave: (center: Center) => Promise<void>;
}

export function Settings({ center, onSave }: SettingsProps) {
  const [fields, setFields] = useState(center);
  const { busy, problem, submit } = useSubmit(() => {
    const name = fields.name.trim();
    return name === "" ? t("center.needs_center_name") : onSave({ ...fields, name });
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
