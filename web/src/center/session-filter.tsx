/** Which sessions are listed. */
import type { CenterPerson } from "../home/api";
import { TextField } from "../home/text-field";
import { type TextKey, t } from "../i18n/t";
import { choices } from "../ui/people-order";
import type { SessionStatus } from "../wire/session";
import type { SessionFilter } from "./api";
import "./session-filter.css";

const STATUSES: readonly { readonly status: SessionStatus; readonly text: TextKey }[] = [
  { status: "SCHEDULED", text: "home.status_scheduled" },
  { status: "LIVE", text: "home.status_live" },
  { status: "COMPLETED", text: "home.status_completed" },
  { status: "CANCELLED", text: "home.status_cancelled" },
];

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (value: string) => void;
}

export function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t("center.any")}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id} dir="auto">
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SessionFilterRowProps {
  readonly value: SessionFilter;
  readonly tutors: readonly CenterPerson[];
  readonly students: readonly CenterPerson[];
  readonly onChange: (value: SessionFilter) => void;
  /** Null: nothing is asked for. */
  readonly onClear: (() => void) | null;
}

export function SessionFilterRow({ value, tutors, students, onChange, onClear }: SessionFilterRowProps) {
  const statuses = STATUSES.map(({ status, text }) => ({ id: status, name: t(text) }));
  const set = (more: Partial<SessionFilter>) => onChange({ ...value, ...more });
  return (
    <search className="filters">
      <Pick
        label={t("create.tutor")}
        value={value.tutor_id}
        options={choices(tutors)}
        onChange={(tutor_id) => set({ tutor_id })}
      />
      <Pick
        label={t("center.student")}
        value={value.student_id}
        options={choices(students)}
        onChange={(student_id) => set({ student_id })}
      />
      <Pick
        label={t("center.status")}
        value={value.status}
        options={statuses}
        onChange={(status) => set({ status: status as SessionFilter["status"] })}
      />
      <TextField label={t("center.day")} type="date" value={value.day} onChange={(day) => set({ day })} />
      <button type="button" className="button quiet" disabled={onClear === null} onClick={() => onClear?.()}>
        {t("center.clear")}
      </button>
    </search>
  );
}
