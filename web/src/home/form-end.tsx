/** The end of a dialog's form: what went wrong, the way back, the act itself. */
import { t } from "../i18n/t";

interface FormEndProps {
  /** Empty: nothing is wrong. */
  readonly problem: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly onClose: () => void;
}

export function FormEnd({ problem, submit, busy, onClose }: FormEndProps) {
  return (
    <div className="dialog-actions">
      <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
      <button type="button" className="button" onClick={onClose}>
        {t("common.cancel")}
      </button>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? t("create.working") : submit}
      </button>
    </div>
  );
}
