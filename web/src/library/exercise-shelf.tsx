/** The exercises of one course and lesson: each can be selected, seen, and archived or restored. */
import { dateAndTime, t } from "../i18n/t";
import type { LibraryExercise } from "../realtime/exercises";
import { allToggled, type Group, type Selection, selectedOf, toggled } from "../session/library";
import { Icon } from "../ui/icons";
import type { ArchivedExercise } from "./api";
import "./exercise-shelf.css";

export type ShownExercise = LibraryExercise & Partial<ArchivedExercise>;

export interface ShelfActs {
  readonly onSelect: (selection: Selection) => void;
  readonly onSee: (exercise: ShownExercise) => void;
  /** Archive it, or restore it. */
  readonly onMove: (exercise: ShownExercise) => void;
}

interface ExerciseShelfProps extends ShelfActs {
  readonly group: Group<ShownExercise>;
  readonly selection: Selection;
}

export function ExerciseShelf({ group, selection, onSelect, ...acts }: ExerciseShelfProps) {
  const title = [group.course, group.lesson].filter(Boolean).join(" → ") || t("library.other");
  const some = selectedOf(selection, group.exercises);
  return (
    <section className="card shelf" aria-label={title}>
      <h2 className="shelf-title">
        <label className="shelf-check">
          <input
            type="checkbox"
            aria-label={t("library.select_topic", { topic: title })}
            checked={some === "all"}
            ref={(box) => {
              if (box !== null) box.indeterminate = some === "some";
            }}
            onChange={() => onSelect(allToggled(selection, group.exercises))}
          />
        </label>
        <span dir="auto">{title}</span>
      </h2>
      <ul>
        {group.exercises.map((exercise) => (
          <ExerciseRow
            key={exercise.id}
            exercise={exercise}
            selected={selection.has(exercise.id)}
            onToggle={() => onSelect(toggled(selection, exercise.id))}
            {...acts}
          />
        ))}
      </ul>
    </section>
  );
}

interface ExerciseRowProps extends Omit<ShelfActs, "onSelect"> {
  readonly exercise: ShownExercise;
  readonly selected: boolean;
  readonly onToggle: () => void;
}

function ExerciseRow({ exercise, selected, onToggle, onSee, onMove }: ExerciseRowProps) {
  const { title, archived_at: at } = exercise;
  return (
    <li className="shelf-row">
      <label className="shelf-check">
        <input
          type="checkbox"
          aria-label={t("library.select", { title })}
          checked={selected}
          onChange={() => onToggle()}
        />
      </label>
      <div className="shelf-name">
        <p dir="auto">{title}</p>
        {at !== undefined && <p className="soft small">{t("library.since", { when: dateAndTime(at) })}</p>}
      </div>
      <div className="shelf-acts">
        <button
          type="button"
          className="button small quiet"
          aria-label={t("library.see_named", { title })}
          onClick={() => onSee(exercise)}
        >
          <Icon name="eye" />
          {t("library.see")}
        </button>
        <button
          type="button"
          className="button small quiet"
          aria-label={t(at === undefined ? "library.archive_named" : "library.restore_named", { title })}
          onClick={() => onMove(exercise)}
        >
          {t(at === undefined ? "library.archive" : "library.restore")}
        </button>
      </div>
    </li>
  );
}
