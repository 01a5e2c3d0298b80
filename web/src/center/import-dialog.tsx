/** People from a file: what each line would do is shown first, and nobody is added while any line is wrong. */
import { useState } from "react";
import { FormEnd } from "../home/form-end";
import { useSubmit } from "../home/use-submit";
import { t, tn } from "../i18n/t";
import { type Decoded, decode, type Encoding } from "../text/decode";
import { Dialog } from "../ui/dialog";
import type { Roster } from "./api";
import { EncodingChoice } from "./encoding-choice";
import { RosterPreview } from "./roster-preview";

/** What the server reads at most. */
const MOST_CHARACTERS = 120_000;
const EXAMPLE =
  "name,role,email,grade_level,course_level\nAlice Chen,student,,Grade 8,Math G5\nTom Rivera,tutor,tom@example.org,,\n";

interface ImportDialogProps {
  readonly read: (csv: string) => Promise<Roster>;
  readonly take: (csv: string) => Promise<Roster>;
  readonly onImported: (count: number) => void;
  readonly onClose: () => void;
}

export function ImportDialog({ read, take, onImported, onClose }: ImportDialogProps) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [file, setFile] = useState<Decoded | null>(null);
  const [roster, setRoster] = useState<Roster | null>(null);
  const [unread, setUnread] = useState("");
  const wrong = roster?.lines.filter((line) => line.errors.length > 0).length ?? 0;
  const { busy, problem, submit } = useSubmit(() => {
    if (roster === null || file === null) return t("import.choose");
    if (wrong > 0) return tn("import.wrong", wrong);
    return take(file.text).then((taken) => {
      if (taken.imported > 0) onImported(taken.imported);
      else setRoster(taken);
    });
  });
  const show = (content: Uint8Array, encoding?: Encoding) => {
    const decoded = decode(content, encoding);
    setBytes(content);
    setRoster(null);
    setUnread("");
    setFile(decoded);
    if (decoded.text.length > MOST_CHARACTERS) return setUnread(t("import.too_large"));
    read(decoded.text).then(setRoster, (reason: Error) => setUnread(reason.message));
  };
  const choose = async (chosen: File | undefined) => {
    setRoster(null);
    setFile(null);
    setUnread("");
    if (chosen === undefined) return;
    if (chosen.size > 4 * MOST_CHARACTERS) return setUnread(t("import.too_large"));
    const content = await chosen.arrayBuffer().catch(() => null);
    if (content === null) return setUnread(t("import.unreadable"));
    show(new Uint8Array(content));
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
            accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
        {bytes !== null && file?.encoding && (
          <EncodingChoice encoding={file.encoding} onChoose={(encoding) => show(bytes, encoding)} />
        )}
        {roster !== null && <RosterPreview roster={roster} wrong={wrong} doubtful={file?.sure === false} />}
        <FormEnd problem={unread || problem} submit={t("import.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
