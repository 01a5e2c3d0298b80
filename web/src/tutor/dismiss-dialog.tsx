/** Putting a call for help aside, with a word to the student. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";

/** Characters; the server's own limit. */
const WORD_LIMIT = 200;

interface DismissDialogProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onDismiss: (word: string) => void;
}

export function DismissDialog({ name, onClose, onDismiss }: DismissDialogProps) {
  const [word, setWord] = useState("");
  return (
    <Dialog title={t("help.dismiss_title", { name })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onDismiss(word.trim());
        }}
      >
        <label className="field">
          <span>{t("help.dismiss_label")}</span>
          <input
            className="input"
            maxLength={WORD_LIMIT}
            placeholder={t("help.dismiss_hint")}
            value={word}
            onChange={(event) => setWord(event.target.value)}
          />
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary">
            {t("help.dismiss")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
