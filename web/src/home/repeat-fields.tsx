/** On which days a session repeats, and when that ends. */
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import type { Weekday } from "./api";
import { type RepeatFields, WEEKDAYS } from "./repeat";
import { TextField } from "./text-field";
import "./repeat-fields.css";

interface RepeatEditorProps {
  readonly value: RepeatFields;
  readonly onChange: (value: RepeatFields) => void;
}

/** A Monday, to name the days of the week in the person's own language. */
const MONDAY = Date.UTC(2026, 1, 16, 12);
const DAY_MS = 86_400_000;

function dayName(index: number, width: "short" | "long"): string {
  return new Intl.DateTimeFormat(undefined, { weekday: width, timeZone: "UTC" }).format(MONDAY + index * DAY_MS);
}

export function RepeatEditor({ value, onChange }: RepeatEditorProps) {
  const toggle = (day: Weekday) => {
    const rest = [...value.weekdays].filter((x) => x !== day);
    onChange({ ...value, weekdays: new Set(value.weekdays.has(day) ? rest : [...rest, day]) });
  };
  return (
    <div className="stack repeat">
      <fieldset className="field">
        <legend>{t("create.days")}</legend>
        <div className="day-row">
          {WEEKDAYS.map((day, index) => (
            <label key={day} className="day">
              <input
                type="checkbox"
                aria-label={dayName(index, "long")}
                checked={value.weekdays.has(day)}
                onChange={() => toggle(day)}
              />
              <span aria-hidden="true">{dayName(index, "short")}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="repeat-end">
        <div className="field">
          <span>{t("create.ends")}</span>
          <Choice
            legend={t("create.ends")}
            value={value.ends}
            options={[
              { value: "count", label: t("create.ends_count") },
              { value: "until", label: t("create.ends_until") },
            ]}
            onChange={(ends) => onChange({ ...value, ends })}
          />
        </div>
        {value.ends === "until" ? (
          <TextField
            label={t("create.until")}
            type="date"
            value={value.until}
            onChange={(until) => onChange({ ...value, until })}
          />
        ) : (
          <TextField
            label={t("create.count")}
            type="number"
            value={value.count}
            onChange={(count) => onChange({ ...value, count })}
          />
        )}
      </div>
    </div>
  );
}
