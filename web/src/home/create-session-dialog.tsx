/** A new session: title, time, who takes part. */
import { type FormEvent, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { Switch } from "../ui/switch";
import type { CenterPerson, NewSession } from "./api";
import { nextHalfHour, type Times, timesOf } from "./session-times";
import { TextField } from "./text-field";

interface CreateSessionDialogProps {
  readonly students: readonly CenterPerson[];
  /** Tutors to choose from; empty: it is one's own session. */
  readonly tutors: readonly CenterPerson[];
  readonly onCreate: (session: NewSession) => Promise<void>;
  readonly onClose: () => void;
}

export function CreateSessionDialog({ students, tutors, onCreate, onClose }: CreateSessionDialogProps) {
  const [title, setTitle] = useState("");
  const [times, setTimes] = useState<Times>(() => nextHalfHour(Date.now()));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [tutorId, setTutorId] = useState(tutors[0]?.id ?? null);
  const [openTable, setOpenTable] = useState(false);
  const [problem, setProblem] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const span = timesOf(times);
    if (title.trim() === "") return setProblem(t("create.needs_title"));
    if (span === null) return setProblem(t("create.needs_time"));
    setProblem("");
    const rest = { student_ids: [...chosen], tutor_id: tutorId, open_table: openTable };
    await onCreate({ title: title.trim(), ...span, ...rest }).catch((reason: Error) => setProblem(reason.message));
  };
  const toggle = (id: string) =>
    setChosen((now) => new Set(now.has(id) ? [...now].filter((x) => x !== id) : [...now, id]));
  return (
    <Dialog title={t("create.title")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <TextField label={t("create.name")} placeholder={t("create.name_hint")} value={title} onChange={setTitle} />
        <div className="thirds">
          <TextField
            label={t("create.date")}
            type="date"
            value={times.date}
            onChange={(date) => setTimes({ ...times, date })}
          />
          <TextField
            label={t("create.start")}
            type="time"
            value={times.start}
            onChange={(start) => setTimes({ ...times, start })}
          />
          <TextField
            label={t("create.end")}
            type="time"
            value={times.end}
            onChange={(end) => setTimes({ ...times, end })}
          />
        </div>
        {tutors.length > 0 && (
          <label className="field">
            <span>{t("create.tutor")}</span>
            <select className="input" value={tutorId ?? ""} onChange={(event) => setTutorId(event.target.value)}>
              {tutors.map((tutor) => (
                <option key={tutor.id} value={tutor.id}>
                  {tutor.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <fieldset className="field">
          <legend>{t("create.students")}</legend>
          <div className="pick-list">
            {students.map((student) => (
              <label key={student.id} className="pick">
                <input type="checkbox" checked={chosen.has(student.id)} onChange={() => toggle(student.id)} />
                {student.name}
                <span className="soft small">{student.grade_level}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Switch label={t("create.table")} hint={t("create.table_hint")} on={openTable} onChange={setOpenTable} />
        {problem !== "" && (
          <p className="notice danger" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary">
            {t("create.submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
