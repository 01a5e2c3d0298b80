/** Enrolling students of the center while the session runs. */
import { useEffect, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { byName, named } from "../ui/people-order";
import type { Student } from "./desk-api";

interface EnrollDialogProps {
  readonly enrolled: ReadonlySet<string>;
  readonly fetchStudents: () => Promise<readonly Student[]>;
  /** Students who are being enrolled now. */
  readonly pending: boolean;
  readonly onEnroll: (studentId: string) => void;
  readonly onClose: () => void;
}

export function EnrollDialog({ enrolled, fetchStudents, pending, onEnroll, onClose }: EnrollDialogProps) {
  const [students, setStudents] = useState<readonly Student[] | "failed" | null>(null);
  const [sought, setSought] = useState("");
  useEffect(() => {
    fetchStudents().then(setStudents, () => setStudents("failed"));
  }, [fetchStudents]);
  const others = Array.isArray(students) ? students.filter((student) => !enrolled.has(student.id)) : [];
  const found = byName(named(others, sought));
  return (
    <Dialog title={t("enroll.title")} onClose={onClose}>
      <label className="field">
        <span>{t("enroll.search")}</span>
        <input className="input" type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
      </label>
      {students === null && <p className="soft">{t("common.loading")}</p>}
      {students === "failed" && <p className="soft">{t("state.failed_text")}</p>}
      {Array.isArray(students) && found.length === 0 && <p className="soft">{t("enroll.none")}</p>}
      {found.length > 0 && (
        <ul className="pick-list">
          {found.map((student) => (
            <li key={student.id}>
              <button type="button" className="pick" disabled={pending} onClick={() => onEnroll(student.id)}>
                <b>{student.name}</b>
                <span className="soft small">
                  {t("lanes.grade", { grade: student.grade_level, course: student.course_level })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
