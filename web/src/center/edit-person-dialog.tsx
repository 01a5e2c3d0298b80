/** Correcting somebody's record: the name, how staff sign in and what they are, a student's level. */
import { useState } from "react";
import type { CenterPerson } from "../home/api";
import { FormEnd } from "../home/form-end";
import { TextField } from "../home/text-field";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import type { PersonRecord } from "./api";

interface EditPersonDialogProps {
  readonly person: CenterPerson;
  /** Oneself: nobody changes their own role. */
  readonly mine: boolean;
  readonly onSave: (record: PersonRecord) => Promise<void>;
  readonly onClose: () => void;
}

export function EditPersonDialog({ person, mine, onSave, onClose }: EditPersonDialogProps) {
  const { role, name, email, grade_level, course_level } = person;
  const [fields, setFields] = useState<PersonRecord>({ role, name, email, grade_level, course_level });
  const student = role === "STUDENT";
  const { busy, problem, submit } = useSubmit(() => {
    if (fields.name.trim() === "") return t("center.needs_name");
    if (!student && (fields.email ?? "").trim() === "") return t("center.needs_email");
    return onSave(fields);
  });
  const set = (field: keyof PersonRecord) => (value: string) => setFields({ ...fields, [field]: value });
  return (
    <Dialog title={t("center.edit_title", { name })} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TextField label={t("center.name")} value={fields.name} onChange={set("name")} />
        {student && (
          <div className="halves">
            <TextField label={t("center.grade")} value={fields.grade_level} onChange={set("grade_level")} />
            <TextField label={t("center.course")} value={fields.course_level} onChange={set("course_level")} />
          </div>
        )}
        {!student && (
          <TextField
            label={t("login.email")}
            type="email"
            autoComplete="off"
            value={fields.email ?? ""}
            onChange={set("email")}
          />
        )}
        {!(student || mine) && (
          <Choice
            legend={t("center.role")}
            value={fields.role}
            options={[
              { value: "TEACHER", label: t("center.role_teacher") },
              { value: "CENTER_ADMIN", label: t("center.role_admin") },
            ]}
            onChange={(next) => setFields({ ...fields, role: next })}
          />
        )}
        <p className="soft small">{t("center.edit_hint")}</p>
        <FormEnd problem={problem} submit={t("center.save")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
