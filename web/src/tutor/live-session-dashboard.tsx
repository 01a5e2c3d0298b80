/** The tutor's control center: header, lanes on the left, pictures and calls for help on the right, own controls below. */
import { useEffect, useMemo, useState } from "react";
import { t } from "../i18n/t";
import type { Room } from "../session/room";
import { helpQueue, over } from "../session/select";
import { ClosedPage } from "../ui/closed-page";
import { playAll } from "../ui/play";
import { reported } from "../ui/reported";
import { StatePage } from "../ui/state-page";
import { ServerClock } from "../ui/ticking";
import { Toasts } from "../ui/toasts";
import { useObservable } from "../ui/use-observable";
import { useToasts } from "../ui/use-toasts";
import { useTold } from "../ui/use-told";
import type { Session } from "../wire/session";
import { AssignDialog, type Exercise } from "./assign-dialog";
import { DeskBanners } from "./desk-banners";
import { DeskBar } from "./desk-bar";
import { HelpRequestPanel } from "./help-request-panel";
import { SessionHeader } from "./session-header";
import { StudentGridView } from "./student-grid-view";
import { told } from "./told";
import { VideoGridContainer } from "./video-grid-container";

interface LiveSessionDashboardProps {
  readonly room: Room;
  /** The center's library; rejects if it cannot be had. */
  readonly fetchExercises: () => Promise<readonly Exercise[]>;
  readonly homeHref: string;
  readonly onReload: () => void;
}

export function LiveSessionDashboard(props: LiveSessionDashboardProps) {
  const state = useObservable(props.room.store);
  const { closed, view } = state;
  if (view?.status === "CANCELLED" || closed !== null || (view !== null && over(view))) {
    const code = view?.status === "CANCELLED" ? "cancelled" : (closed?.code ?? "session_over");
    return (
      <ClosedPage code={code} message={closed?.message ?? ""} homeHref={props.homeHref} onAgain={props.onReload} />
    );
  }
  if (view === null) return <StatePage icon="clock" title={t("state.loading")} text="" />;
  return (
    <ServerClock.Provider value={props.room.now}>
      <Desk {...props} view={view} />
    </ServerClock.Provider>
  );
}

function useHelpInTabTitle(title: string, waiting: number): void {
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
  }, [title, waiting]);
}

function Desk({ room, view, fetchExercises }: LiveSessionDashboardProps & { readonly view: Session }) {
  const state = useObservable(room.store);
  const media = useObservable(room.media.state);
  const { toasts, show, dismiss } = useToasts();
  const commands = useMemo(() => reported(room.commands, show), [room, show]);
  const [assigning, setAssigning] = useState<string | null>(null);
  const [exercises, setExercises] = useState<readonly Exercise[] | null>(null);
  const [soundBlocked, setSoundBlocked] = useState(false);
  const queue = helpQueue(state);
  useTold(room.store, told, show);
  useHelpInTabTitle(view.title, queue.length);
  const tiles = useMemo(
    () => ({
      levelOf: room.media.levelOf,
      showTile: room.media.showTile,
      watchFrames: room.media.watchFrames,
      onSoundBlocked: () => setSoundBlocked(true),
    }),
    [room],
  );
  const readOnly = state.part !== "tutor";
  const assignee = view.lanes.find((lane) => lane.person.user_id === assigning)?.person;
  const hear = () => {
    playAll();
    setSoundBlocked(false);
  };
  const openAssign = (studentId: string) => {
    setAssigning(studentId);
    fetchExercises().then(setExercises, () => show(t("state.failed_text")));
  };
  return (
    <div className="desk">
      <a className="skip-link" href="#lanes">
        {t("common.skip")}
      </a>
      <SessionHeader state={state} view={view} commands={commands} readOnly={readOnly} />
      <DeskBanners state={state} view={view} soundBlocked={soundBlocked} onSound={hear} />
      <main className="desk-main" id="lanes">
        <StudentGridView
          lanes={view.lanes}
          pending={state.pending}
          readOnly={readOnly}
          onMode={(studentId, mode) => void commands.setLaneMode(studentId, mode)}
          onAssign={openAssign}
          onComplete={(studentId) => void commands.setProgress(studentId, 100)}
        />
        <div className="desk-right">
          <VideoGridContainer view={view} remote={media.remote} frozen={media.frozen} withTutor={readOnly} {...tiles} />
          <HelpRequestPanel
            queue={queue}
            readOnly={readOnly}
            onRespond={(studentId, helpId) => void commands.respondToHelp(studentId, helpId)}
            onDismiss={(studentId, helpId, word) => void commands.dismissHelp(studentId, helpId, word)}
          />
        </div>
      </main>
      <DeskBar room={room} media={media} view={view} readOnly={readOnly} />
      {assignee !== undefined && (
        <AssignDialog
          studentName={assignee.name}
          exercises={exercises}
          onClose={() => setAssigning(null)}
          onPick={(exerciseId) => {
            setAssigning(null);
            void commands.assignExercise(assignee.user_id, exerciseId);
          }}
        />
      )}
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
