/** A day, and from when to when. */
import { t } from "../i18n/t";
import type { Times } from "./session-times";
import { TextField } from "./text-field";
import "./time-fields.css";

interface TimeFieldsProps {
  readonly value: Times;
  readonly onChange: (value: Times) => void;
}

export function TimeFields({ value, onChange }: TimeFieldsProps) {
  return (
    <div className="time-fields">
      <TextField
        label={t("create.date")}
        type="date"
        value={value.date}
        onChange={(date) => onChange({ ...value, date })}
      />
      <TextField
        label={t("create.start")}
        type="time"
        value={value.start}
        onChange={(start) => onChange({ ...value, start })}
      />
      <TextField
        label={t("create.end")}
        type="time"
        value={value.end}
        onChange={(end) => onChange({ ...value, end })}
      />
    </div>
  );
}
