/** Which keys do what. */
import { type TextKey, t } from "../i18n/t";
import { Dialog } from "./dialog";
import "./shortcuts-dialog.css";

interface ShortcutsDialogProps {
  /** Keys as they are printed on a keyboard, and what they do. */
  readonly keys: readonly (readonly [string, TextKey])[];
  readonly onClose: () => void;
}

export function ShortcutsDialog({ keys, onClose }: ShortcutsDialogProps) {
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      <dl className="keys">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small">{t("keys.hint")}</p>
    </Dialog>
  );
}
