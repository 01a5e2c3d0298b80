/** Somebody new: students by name and level, staff with the email and a first password. */
import { useState } from "react";
import type { Role } from "../home/api";
import { FormEnd } from "../home/form-end";
import { TextField } from "../home/text-field";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import type { NewPerson } from "./api";
import "./add-person-dialog.css";

const NOBODY = { name: "", email: "", password: "", grade_level: "", course_level: "" };

interface AddPersonDialogProps {
  readonly onAdd: (person: NewPerson) => Promise<void>;
  readonly onClose: () => void;
}

export function AddPersonDialog({ onAdd, onClose }: AddPersonDialogProps) {
  const [role, setRole] = useState<Role>("STUDENT");
  const [fields, setFields] = useState(NOBODY);
  const student = role === "STUDENT";
  const { busy, problem, submit } = useSubmit(() => {
    if (fields.name.trim() === "") return t("center.needs_name");
    if (!student && (fields.email.trim() === "" || fields.password === "")) return t("center.needs_sign_in");
    const levels = { grade_level: fields.grade_level, course_level: fields.course_level };
    if (student) return onAdd({ role, name: fields.name, email: null, password: null, ...levels });
    return onAdd({ ...fields, role, grade_level: "", course_level: "" });
  });
  const set = (name: keyof typeof NOBODY) => (value: string) => setFields({ ...fields, [name]: value });
  return (
    <Dialog title={t("center.add")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <Choice
          legend={t("center.role")}
          value={role}
          options={[
            { value: "STUDENT", label: t("center.role_student") },
            { value: "TEACHER", label: t("center.role_teacher") },
            { value: "CENTER_ADMIN", label: t("center.role_admin") },
          ]}
          onChange={setRole}
        />
        <TextField label={t("center.name")} value={fields.name} onChange={set("name")} />
        {student ? (
          <div className="halves">
            <TextField label={t("center.grade")} value={fields.grade_level} onChange={set("grade_level")} />
            <TextField label={t("center.course")} value={fields.course_level} onChange={set("course_level")} />
          </div>
        ) : (
          <>
            <TextField
              label={t("login.email")}
              type="email"
              autoComplete="off"
              value={fields.email}
              onChange={set("email")}
            />
            <TextField
              label={t("center.first_password")}
              type="password"
              autoComplete="new-password"
              value={fields.password}
              onChange={set("password")}
            />
            <p className="soft small">{t("center.first_password_text")}</p>
          </>
        )}
        <FormEnd problem={problem} submit={t("center.add_submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
