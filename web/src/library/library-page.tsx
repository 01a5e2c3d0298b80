/** The library of exercises: found, brought in, taken out, archived, restored, seen as a student sees them. */
import { useCallback, useMemo, useState } from "react";
import { CenterNav } from "../center/center-nav";
import type { Api, Center, Me } from "../home/api";
import { HomeDialogs, type Opened } from "../home/home-dialogs";
import { HomeHeader } from "../home/home-header";
import { usePolled } from "../home/use-polled";
import { languageNow } from "../i18n/language";
import { t, tn } from "../i18n/t";
import type { ExerciseLibrary } from "../realtime/exercises";
import { byTopic, found, inShelves, type Selection, stillSelected } from "../session/library";
import { inOrder } from "../text/fold";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import type { LibraryApi } from "./api";
import { ExerciseShelf, type ShownExercise } from "./exercise-shelf";
import { ImportResults } from "./import-results";
import { type Half, LibraryHead } from "./library-head";
import { PreviewDialog } from "./preview-dialog";
import { saveFile } from "./save-file";
import { SelectionBar } from "./selection-bar";
import { useDroppedFiles } from "./use-dropped-files";
import { useImports } from "./use-imports";
import "./library-page.css";
import "../styles/empty.css";

const EVERY_MS = 60_000;

export interface LibraryBoot extends Me {
  readonly center: Center;
}

interface LibraryPageProps {
  /** What the page was served with. */
  readonly boot: LibraryBoot;
  readonly api: Api;
  readonly libraryApi: LibraryApi;
  readonly library: ExerciseLibrary;
  readonly goTo: (address: string) => void;
}

export function LibraryPage({ boot, api, libraryApi, library, goTo }: LibraryPageProps) {
  const { csrf } = boot;
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [half, setHalf] = useState<Half>("offered");
  const fetched = useCallback((): Promise<readonly ShownExercise[]> => libraryApi[half](), [libraryApi, half]);
  const [fetchedLines, again] = usePolled(fetched, EVERY_MS, failed);
  const [sought, setSought] = useState("");
  const [selection, setSelection] = useState<Selection>(new Set());
  const [seen, setSeen] = useState<ShownExercise | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const { results, take, clear } = useImports(library, again);
  const over = useDroppedFiles(take);
  const lines = useMemo(() => inShelves(fetchedLines ?? [], inOrder(languageNow())), [fetchedLines]);
  const hits = found(lines, sought);
  const chosen = stillSelected(selection, lines);
  const move = (those: readonly ShownExercise[]) => {
    const act = half === "offered" ? "archive" : "restore";
    const ids = those.map(({ id }) => id);
    libraryApi[act](ids, csrf).then(() => {
      setSelection((before) => new Set([...before].filter((id) => !ids.includes(id))));
      again();
      show(tn(act === "archive" ? "library.archived" : "library.restored", ids.length));
    }, failed);
  };
  const save = () =>
    libraryApi
      .files(
        chosen.map(({ id }) => id),
        csrf,
      )
      .then((content) => saveFile("exercises.zip", content), failed);
  return (
    <div className="home">
      <HomeHeader
        me={boot}
        onSignOut={() => void api.signOut(csrf).then(() => goTo("/login"), failed)}
        onCalendar={() => setOpened({ kind: "calendar" })}
        onLogins={() => setOpened({ kind: "logins" })}
        onPassword={() => setOpened({ kind: "password" })}
      />
      {boot.user.role === "CENTER_ADMIN" && <CenterNav part="exercises" />}
      <main className={over ? "library-main over" : "library-main"}>
        <LibraryHead
          role={boot.user.role}
          half={half}
          sought={sought}
          count={fetchedLines === null ? null : hits.length}
          onHalf={(next) => {
            setHalf(next);
            setSelection(new Set());
          }}
          onSought={setSought}
          onFiles={(files) => void take(files)}
        />
        <ImportResults results={results} onClear={clear} />
        {fetchedLines === null && <p className="soft">{t("common.loading")}</p>}
        {fetchedLines !== null && hits.length === 0 && (
          <Nothing half={half} sought={sought !== "" && lines.length > 0} />
        )}
        {chosen.length > 0 && (
          <SelectionBar
            half={half}
            count={chosen.length}
            onSave={() => void save()}
            onMove={() => move(chosen)}
            onClear={() => setSelection(new Set())}
          />
        )}
        {byTopic(hits).map((group) => (
          <ExerciseShelf
            key={`${group.course}\n${group.lesson}`}
            group={group}
            selection={selection}
            onSelect={setSelection}
            onSee={setSeen}
            onMove={(exercise) => move([exercise])}
          />
        ))}
      </main>
      {seen !== null && <PreviewDialog exercise={seen} api={libraryApi} csrf={csrf} onClose={() => setSeen(null)} />}
      <HomeDialogs
        opened={opened}
        api={api}
        csrf={csrf}
        center={boot.center}
        students={[]}
        tutors={null}
        onClose={() => setOpened(null)}
        onChanged={again}
        onStarted={() => goTo("/")}
        onPasswordSaved={() => show(t("password.saved"))}
        onSignedOut={() => goTo("/login")}
      />
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}

function Nothing({ half, sought }: { readonly half: Half; readonly sought: boolean }) {
  const archive = half === "archived";
  return (
    <div className="card empty">
      <h2>{t(sought ? "library.nothing" : archive ? "library.archive_empty" : "library.empty")}</h2>
      <p className="soft">
        {t(sought ? "library.nothing_text" : archive ? "library.archive_empty_text" : "library.empty_text")}
      </p>
    </div>
  );
}
