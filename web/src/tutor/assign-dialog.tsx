/** Giving a student an exercise of the center's library: one now, others in their order after it; and bringing new ones in. */
import { useRef, useState } from "react";
import { refusalWords, t } from "../i18n/t";
import { EXPORT, type ExerciseLibrary, LIBRARY, type LibraryExercise } from "../realtime/exercises";
import type { Commands } from "../session/commands";
import { byTopic, found, type Group, recentFirst } from "../session/library";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { useFetched } from "../ui/use-fetched";
import type { Lane, Queued } from "../wire/session";
import { Queue } from "./queue";
import { recentExercises, remember } from "./recent-exercises";
import "./assign-dialog.css";

interface AssignDialogProps {
  readonly lane: Lane;
  readonly library: ExerciseLibrary;
  readonly commands: Pick<Commands, "assignExercise" | "queueExercises">;
  readonly onClose: () => void;
}

export function AssignDialog({ lane, library, commands, onClose }: AssignDialogProps) {
  const [sought, setSought] = useState("");
  const [imports, setImports] = useState(0);
  const fetched = useFetched(`library ${imports}`, () => library.list());
  const { user_id, name } = lane.person;
  const setQueue = (queue: readonly Pick<Queued, "exercise_id">[]) =>
    void commands.queueExercises(
      user_id,
      queue.map((each) => each.exercise_id),
    );
  const pick = (exercise: LibraryExercise) => {
    remember(exercise.id);
    onClose();
    void commands.assignExercise(user_id, exercise.id);
  };
  const enqueue = (exercise: LibraryExercise) => {
    remember(exercise.id);
    setQueue([...lane.queue, { exercise_id: exercise.id }]);
  };
  return (
    <Dialog title={t("assign.title", { name })} onClose={onClose}>
      <label className="field">
        <span>{t("assign.search")}</span>
        <input className="input" type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
      </label>
      {fetched === null ? (
        <p className="soft">{t("common.loading")}</p>
      ) : (
        <Shelves all={fetched.exercises} sought={sought} name={name} onPick={pick} onQueue={enqueue} />
      )}
      {lane.queue.length > 0 && <Queue queue={lane.queue} onChange={setQueue} />}
      <ImportFiles library={library} onDone={() => setImports((n) => n + 1)} />
    </Dialog>
  );
}

interface ShelvesProps {
  readonly all: readonly LibraryExercise[];
  readonly sought: string;
  readonly name: string;
  readonly onPick: (exercise: LibraryExercise) => void;
  readonly onQueue: (exercise: LibraryExercise) => void;
}

function Shelves({ all, sought, ...rest }: ShelvesProps) {
  if (all.length === 0) return <p className="soft">{t("assign.empty")}</p>;
  const hits = found(all, sought);
  if (hits.length === 0) return <p className="soft">{t("assign.nothing")}</p>;
  const recent = sought.trim() === "" ? recentFirst(all, recentExercises()) : [];
  return (
    <div className="pick-list">
      {recent.length > 0 && <Shelf group={{ course: t("assign.recent"), lesson: "", exercises: recent }} {...rest} />}
      {byTopic(hits).map((group) => (
        <Shelf key={`${group.course}\n${group.lesson}`} group={group} {...rest} />
      ))}
    </div>
  );
}

function Shelf({ group, name, onPick, onQueue }: { readonly group: Group } & Omit<ShelvesProps, "all" | "sought">) {
  const title = [group.course, group.lesson].filter(Boolean).join(" → ") || t("assign.other");
  return (
    <section aria-label={title}>
      <h3 className="pick-topic soft small">{title}</h3>
      <ul>
        {group.exercises.map((exercise) => (
          <li key={exercise.id} className="pick-row">
            <button type="button" className="pick" onClick={() => onPick(exercise)}>
              <b>{exercise.title}</b>
            </button>
            <button
              type="button"
              className="button quiet small"
              aria-label={t("assign.queue_named", { title: exercise.title, name })}
              onClick={() => onQueue(exercise)}
            >
              <Icon name="plus" />
              <span>{t("assign.queue")}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ImportFiles({ library, onDone }: { readonly library: ExerciseLibrary; readonly onDone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<readonly string[]>([]);
  const take = async (files: readonly File[]) => {
    const lines: string[] = [];
    setSaid([t("assign.importing")]);
    for (const file of files) {
      const answer = await library.take(file);
      lines.push(
        "ok" in answer ? refusalWords(answer) : `${file.name}: ${t("assign.imported", { ...answer, exercises: "" })}`,
      );
      setSaid([...lines]);
    }
    onDone();
  };
  return (
    <footer className="stack">
      <div className="row">
        <button type="button" className="button small" onClick={() => input.current?.click()}>
          {t("assign.import")}
        </button>
        <a className="button small quiet" href={EXPORT} download>
          {t("assign.export")}
        </a>
        <a className="button small quiet" href={LIBRARY} target="_blank" rel="noreferrer">
          {t("assign.library")}
        </a>
        <span className="soft small">{t("assign.import_hint")}</span>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".md,.zip"
          aria-label={t("assign.import")}
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      <div role="status" className="small">
        {said.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </footer>
  );
}
