/** Taking somebody out of the center; they can be brought back. */
import { FormEnd } from "../home/form-end";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";

interface DisableDialogProps {
  readonly name: string;
  readonly onDisable: () => Promise<void>;
  readonly onClose: () => void;
}

export function DisableDialog({ name, onDisable, onClose }: DisableDialogProps) {
  const { busy, problem, submit } = useSubmit(onDisable);
  return (
    <Dialog title={t("center.disable_title", { name })} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t("center.disable_text")}</p>
        <FormEnd problem={problem} submit={t("center.disable_confirm")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
