/** People from a file: what each line would do is shown first, and nobody is added while any line is wrong. */
import { useState } from "react";
import { FormEnd } from "../home/form-end";
import { useSubmit } from "../home/use-submit";
import { t, tn } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { Roster } from "./api";
import { RosterPreview } from "./roster-preview";

/** What the server reads at most, in bytes. */
const MOST_BYTES = 60_000;
const EXAMPLE =
  "name,role,email,grade_level,course_level\nAlice Chen,student,,Grade 8,Math G5\nTom Rivera,tutor,tom@example.org,,\n";

interface ImportDialogProps {
  readonly read: (csv: string) => Promise<Roster>;
  readonly take: (csv: string) => Promise<Roster>;
  readonly onImported: (count: number) => void;
  readonly onClose: () => void;
}

export function ImportDialog({ read, take, onImported, onClose }: ImportDialogProps) {
  const [csv, setCsv] = useState("");
  const [roster, setRoster] = useState<Roster | null>(null);
  const [unread, setUnread] = useState("");
  const wrong = roster?.lines.filter((line) => line.errors.length > 0).length ?? 0;
  const { busy, problem, submit } = useSubmit(() => {
    if (roster === null) return t("import.choose");
    if (wrong > 0) return tn("import.wrong", wrong);
    return take(csv).then((taken) => {
      if (taken.imported > 0) onImported(taken.imported);
      else setRoster(taken);
    });
  });
  const choose = async (file: File | undefined) => {
    setRoster(null);
    setUnread("");
    if (file === undefined) return;
    if (file.size > MOST_BYTES) return setUnread(t("import.too_large"));
    const content = await file.text();
    setCsv(content);
    read(content).then(setRoster, (reason: Error) => setUnread(reason.message));
  };
  return (
    <Dialog title={t("center.import")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <p>{t("import.text")}</p>
        <p className="soft small">
          <code>name,role,email,grade_level,course_level</code> ·{" "}
          <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(EXAMPLE)}`} download="people.csv">
            {t("import.example")}
          </a>
        </p>
        <label className="field">
          <span>{t("import.file")}</span>
          <input
            className="input"
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
        {roster !== null && <RosterPreview roster={roster} wrong={wrong} />}
        <FormEnd problem={unread || problem} submit={t("import.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
