/** A new session: title, time, who takes part, and whether it repeats. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { choices } from "../ui/people-order";
import { Switch } from "../ui/switch";
import type { CenterPerson, NewSession, Repeat } from "./api";
import { Clashes, type FindTaken, type Wanted } from "./clashes";
import { FormEnd } from "./form-end";
import { type RepeatFields, repeatOf, spansOf, weeklyFrom } from "./repeat";
import { RepeatEditor } from "./repeat-fields";
import { nextHalfHour, type Times, timesOf } from "./session-times";
import { StudentPicker } from "./student-picker";
import { TextField } from "./text-field";
import { TimeFields } from "./time-fields";
import { useSubmit } from "./use-submit";

interface CreateSessionDialogProps {
  readonly students: readonly CenterPerson[];
  /** Tutors to choose from; null: it is one's own session. */
  readonly tutors: readonly CenterPerson[] | null;
  /** What the center has decided. */
  readonly openTable: boolean;
  /** `repeat` null: once. */
  readonly onCreate: (session: NewSession, repeat: Repeat | null) => Promise<void>;
  readonly findTaken: FindTaken;
  readonly onClose: () => void;
}

const timeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function CreateSessionDialog(props: CreateSessionDialogProps) {
  const { students, tutors, onCreate, onClose } = props;
  const [title, setTitle] = useState("");
  const [times, setTimes] = useState<Times>(() => nextHalfHour(Date.now()));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [tutorId, setTutorId] = useState(tutors?.[0]?.id ?? null);
  const [openTable, setOpenTable] = useState(props.openTable);
  const [weekly, setWeekly] = useState<RepeatFields | null>(null);
  const { busy, problem, submit } = useSubmit(() => {
    const span = timesOf(times);
    const repeat = weekly && repeatOf(weekly, times.date, timeZone());
    if (title.trim() === "") return t("create.needs_title");
    if (span === null) return t("create.needs_time");
    if (weekly !== null && repeat === null) return t("create.needs_repeat");
    if (tutors !== null && tutorId === null) return t("create.no_tutors");
    const rest = { student_ids: [...chosen], tutor_id: tutorId, open_table: openTable };
    return onCreate({ title: title.trim(), ...span, ...rest }, repeat);
  });
  return (
    <Dialog title={t("create.title")} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TextField label={t("create.name")} placeholder={t("create.name_hint")} value={title} onChange={setTitle} />
        <TimeFields value={times} onChange={setTimes} />
        <Switch
          label={t("create.repeat")}
          hint={t("create.repeat_hint")}
          on={weekly !== null}
          onChange={(on) => setWeekly(on ? weeklyFrom(times.date) : null)}
        />
        {weekly !== null && <RepeatEditor value={weekly} onChange={setWeekly} />}
        {tutors !== null && tutors.length > 0 && (
          <label className="field">
            <span>{t("create.tutor")}</span>
            <select className="input" value={tutorId ?? ""} onChange={(event) => setTutorId(event.target.value)}>
              {choices(tutors).map(({ id, name }) => (
                <option key={id} value={id} translate="no">
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <StudentPicker students={students} chosen={chosen} onChange={setChosen} />
        <Clashes spans={spansOf(times, weekly)} people={wanted(props, tutorId, chosen)} find={props.findTaken} />
        <Switch label={t("create.table")} hint={t("create.table_hint")} on={openTable} onChange={setOpenTable} />
        <FormEnd problem={problem} submit={t("create.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Who would be in the session. Of other people's sessions only admins know. */
function wanted(
  { tutors, students }: CreateSessionDialogProps,
  tutorId: string | null,
  chosen: ReadonlySet<string>,
): readonly Wanted[] {
  if (tutors === null) return [null];
  const tutor = tutors
    .filter(({ id }) => id === tutorId)
    .map(({ id, name }) => ({ part: "tutor_id", id, name }) as const);
  const others = students.filter(({ id }) => chosen.has(id));
  return [...tutor, ...others.map(({ id, name }) => ({ part: "student_id", id, name }) as const)];
}
