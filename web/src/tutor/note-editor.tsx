/** One's own note about a student. Students never see it. */
import { useState } from "react";
import { t } from "../i18n/t";

/** Characters; the server's own limit. */
const NOTE_LIMIT = 4000;

interface NoteEditorProps {
  readonly text: string;
  readonly onSave: (text: string) => Promise<void>;
}

export function NoteEditor({ text, onSave }: NoteEditorProps) {
  const [written, setWritten] = useState(text);
  const [saved, setSaved] = useState(text);
  const [failed, setFailed] = useState(false);
  const save = () =>
    onSave(written.trim()).then(
      () => {
        setSaved(written);
        setFailed(false);
      },
      () => setFailed(true),
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className="field">
        <span>{t("details.my_note")}</span>
        <textarea
          className="input"
          rows={3}
          maxLength={NOTE_LIMIT}
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
      </label>
      <div className="row">
        <button type="submit" className="button small" disabled={written === saved}>
          {t("details.save")}
        </button>
        <span className="soft small" role="status">
          {failed && t("state.failed_text")}
          {!failed && written === saved && saved !== text && t("details.saved")}
        </span>
      </div>
    </form>
  );
}
