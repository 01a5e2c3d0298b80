/** One's own password. Staff who were added without one come by link first and choose it here. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { FormEnd } from "./form-end";
import { TextField } from "./text-field";
import { useSubmit } from "./use-submit";

interface PasswordDialogProps {
  readonly onSave: (current: string, password: string) => Promise<void>;
  readonly onClose: () => void;
}

export function PasswordDialog({ onSave, onClose }: PasswordDialogProps) {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const { busy, problem, submit } = useSubmit(() => onSave(current, password));
  return (
    <Dialog title={t("password.title")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TextField
          label={t("password.current")}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <TextField
          label={t("password.new")}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
        <FormEnd problem={problem} submit={t("password.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
