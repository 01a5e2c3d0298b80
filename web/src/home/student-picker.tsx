/** Which students take part: check boxes, and a field to find one by name where there are many. */
import { useState } from "react";
import { t } from "../i18n/t";
import { byName, levelOf, named } from "../ui/people-order";
import type { CenterPerson } from "./api";
import { TextField } from "./text-field";
import "./student-picker.css";

/** One tutor can look after no more (the server refuses more). */
export const MOST_STUDENTS = 12;
const MANY = 8;

interface StudentPickerProps {
  readonly students: readonly CenterPerson[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

export function StudentPicker({ students, chosen, onChange }: StudentPickerProps) {
  const [words, setWords] = useState("");
  const toggle = (id: string) =>
    onChange(new Set(chosen.has(id) ? [...chosen].filter((x) => x !== id) : [...chosen, id]));
  const found = byName(named(students, words));
  return (
    <fieldset className="field">
      <legend>{t("create.students")}</legend>
      {students.length > MANY && <TextField label={t("create.find")} value={words} onChange={setWords} />}
      <div className="pick-list">
        {found.map((student) => (
          <label key={student.id} className="pick">
            <input
              type="checkbox"
              checked={chosen.has(student.id)}
              disabled={chosen.size >= MOST_STUDENTS && !chosen.has(student.id)}
              onChange={() => toggle(student.id)}
            />
            <span className="clip" translate="no">
              {student.name}
            </span>
            <span className="soft small clip">{levelOf(student)}</span>
          </label>
        ))}
        {found.length === 0 && (
          <p className="soft pick-none">{t(students.length === 0 ? "create.no_students" : "create.nobody")}</p>
        )}
      </div>
      {chosen.size >= MOST_STUDENTS && <p className="soft small">{t("create.most", { n: MOST_STUDENTS })}</p>}
    </fieldset>
  );
}
