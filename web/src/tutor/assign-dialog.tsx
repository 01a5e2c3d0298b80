/** Choosing an exercise of the center's library for one student. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly lesson: string;
}

interface AssignDialogProps {
  readonly studentName: string;
  /** null: still being fetched. */
  readonly exercises: readonly Exercise[] | null;
  readonly onPick: (exerciseId: string) => void;
  readonly onClose: () => void;
}

const matches = (exercise: Exercise, sought: string): boolean =>
  `${exercise.title} ${exercise.lesson}`.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());

export function AssignDialog({ studentName, exercises, onPick, onClose }: AssignDialogProps) {
  const [sought, setSought] = useState("");
  const found = (exercises ?? []).filter((exercise) => matches(exercise, sought));
  return (
    <Dialog title={t("assign.title", { name: studentName })} onClose={onClose}>
      <label className="field">
        <span>{t("assign.search")}</span>
        <input className="input" type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
      </label>
      {exercises === null && <p className="soft">{t("common.loading")}</p>}
      {exercises?.length === 0 && <p className="soft">{t("assign.empty")}</p>}
      {exercises !== null && exercises.length > 0 && found.length === 0 && (
        <p className="soft">{t("assign.nothing")}</p>
      )}
      {found.length > 0 && (
        <ul className="pick-list">
          {found.map((exercise) => (
            <li key={exercise.id}>
              <button type="button" className="pick" onClick={() => onPick(exercise.id)}>
                <b>{exercise.title}</b>
                <span className="soft small">{exercise.lesson}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
