/** A session that begins at once: a title, and who takes part. */
import { useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { CenterPerson, NewSession } from "./api";
import { FormEnd } from "./form-end";
import { StudentPicker } from "./student-picker";
import { TextField } from "./text-field";
import { useSubmit } from "./use-submit";

const HOUR_MS = 3_600_000;

interface StartNowDialogProps {
  readonly students: readonly CenterPerson[];
  readonly openTable: boolean;
  readonly onStart: (session: NewSession) => Promise<void>;
  readonly onClose: () => void;
}

export function StartNowDialog({ students, openTable, onStart, onClose }: StartNowDialogProps) {
  const [title, setTitle] = useState(() => t("now.default", { date: dateAndTime(Date.now()) }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { busy, problem, submit } = useSubmit(() => {
    if (title.trim() === "") return t("create.needs_title");
    const now = Date.now();
    const rest = { student_ids: [...chosen], tutor_id: null, open_table: openTable };
    return onStart({ title: title.trim(), scheduled_start: now, scheduled_end: now + HOUR_MS, ...rest });
  });
  return (
    <Dialog title={t("now.title")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TextField label={t("create.name")} value={title} onChange={setTitle} />
        <StudentPicker students={students} chosen={chosen} onChange={setChosen} />
        <FormEnd problem={problem} submit={t("now.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
