/** The tutor's control center: header, lanes on the left, pictures and calls for help on the right, own controls below. */
import { useEffect, useMemo, useRef, useState } from "react";
import { BoardsProvider } from "../board/boards-context";
import { t } from "../i18n/t";
import { TABLE } from "../session/boards";
import type { Room } from "../session/room";
import { helpQueue, over } from "../session/select";
import { ClosedPage } from "../ui/closed-page";
import { DeviceCare } from "../ui/device-care";
import { isShown } from "../ui/is-shown";
import { reported } from "../ui/reported";
import { StatePage } from "../ui/state-page";
import { ServerClock } from "../ui/ticking";
import { Toasts } from "../ui/toasts";
import { useGoverned } from "../ui/use-governed";
import { useObservable } from "../ui/use-observable";
import { useToasts } from "../ui/use-toasts";
import { useTold } from "../ui/use-told";
import type { Session } from "../wire/session";
import type { DeskApi } from "./desk-api";
import { DeskBanners } from "./desk-banners";
import { DeskBar } from "./desk-bar";
import { AskDesk } from "./desk-consent";
import { DeskDialogs, type OpenDialog } from "./desk-dialogs";
import { EnlargedLane } from "./enlarged-lane";
import { EnlargedTable } from "./enlarged-table";
import { boardsAfterwards } from "./first-pictures";
import { HelpRequestPanel } from "./help-request-panel";
import { SameRoom } from "./same-room";
import { SessionHeader } from "./session-header";
import { StudentGridView } from "./student-grid-view";
import { told } from "./told";
import { useDeskKeys } from "./use-desk-keys";
import { useEnlarged } from "./use-enlarged";
import { useHelpSound } from "./use-help-sound";
import { VideoGridContainer } from "./video-grid-container";
import "./live-session-dashboard.css";

interface LiveSessionDashboardProps {
  readonly room: Room;
  readonly api: DeskApi;
  readonly homeHref: string;
  readonly onReload: () => void;
}

export function LiveSessionDashboard(props: LiveSessionDashboardProps) {
  const state = useObservable(props.room.store);
  const openBoards = useMemo(() => boardsAfterwards(props.room), [props.room]);
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
      <BoardsProvider open={openBoards}>
        <Desk {...props} view={view} />
      </BoardsProvider>
    </ServerClock.Provider>
  );
}

function useHelpInTabTitle(title: string, waiting: number): void {
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
  }, [title, waiting]);
}

function Desk({ room, api, view }: LiveSessionDashboardProps & { readonly view: Session }) {
  const state = useObservable(room.store);
  const media = useObservable(room.media.state);
  const { toasts, show, dismiss } = useToasts();
  const commands = useMemo(() => reported(room.commands, show), [room, show]);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const enlarged = useEnlarged(view);
  const queue = helpQueue(state);
  const [sound, setSound] = useHelpSound(queue);
  const readOnly = state.part !== "tutor";
  useTold(room.store, told, show);
  useHelpInTabTitle(view.title, queue.length);
  useDeskKeys({
    media: readOnly ? null : room.media,
    onLane: enlarged.toSeat,
    onBack: enlarged.any ? enlarged.back : undefined,
    onKeys: () => setDialog({ kind: "keys" }),
  });
  const tiles = useMemo(
    () => ({
      levelOf: room.media.levelOf,
      showTile: room.media.showTile,
      watchFrames: room.media.watchFrames,
    }),
    [room],
  );
  const root = useRef<HTMLDivElement>(null);
  useGoverned(room.governedBy, () => (isShown(root.current) ? { audience: [], fault: null } : null));
  const pictureOf = (userId: string) =>
    state.edges.paused_cameras.includes(userId) ? null : (media.remote[userId]?.camera ?? null);
  return (
    <div className="desk" ref={root}>
      <a className="skip-link" href="#lanes">
        {t("common.skip")}
      </a>
      <SessionHeader
        state={state}
        view={view}
        commands={commands}
        readOnly={readOnly}
        onAnnounce={() => setDialog({ kind: "announce" })}
        onKeys={() => setDialog({ kind: "keys" })}
      />
      <DeskBanners state={state} view={view}>
        <DeviceCare
          live={view.status === "LIVE"}
          media={media}
          deafened={false}
          onTakeAgain={room.media.takeAgain}
          show={show}
        />
        {!readOnly && <AskDesk key={view.status} room={room} commands={commands} slim={view.status === "LIVE"} />}
        {!readOnly && view.status === "LIVE" && (
          <SameRoom view={view} levelOf={room.media.levelOf} onDeafen={commands.deafen} />
        )}
      </DeskBanners>
      <main className="desk-main" id="lanes" data-enlarged={enlarged.any}>
        <StudentGridView
          view={view}
          pending={state.pending}
          readOnly={readOnly}
          enlarged={enlarged.table ? TABLE : (enlarged.lane?.person.user_id ?? null)}
          onMode={(studentId, mode) => void commands.setLaneMode(studentId, mode)}
          onEnlarge={enlarged.toggle}
          onEnroll={() => setDialog({ kind: "enroll" })}
          onAssign={(studentId) => setDialog({ kind: "assign", studentId })}
          onExercise={(studentId) => setDialog({ kind: "exercise", studentId })}
          onTalk={(studentId) => setDialog({ kind: "talk", studentId })}
          onDetails={(studentId) => setDialog({ kind: "details", studentId })}
          onComplete={(studentId) => void commands.setProgress(studentId, 100)}
          onNext={(studentId) => void commands.nextExercise(studentId)}
        />
        <div className="desk-right">
          {enlarged.table && <EnlargedTable view={view} readOnly={readOnly} onBack={enlarged.back} />}
          {enlarged.lane !== null && (
            <EnlargedLane
              key={enlarged.lane.person.user_id}
              view={view}
              lane={enlarged.lane}
              camera={pictureOf(enlarged.lane.person.user_id)}
              showTile={room.media.showTile}
              commands={commands}
              readOnly={readOnly}
              onBack={enlarged.back}
            />
          )}
          <div className="desk-pictures" hidden={enlarged.any}>
            <VideoGridContainer
              view={view}
              remote={media.remote}
              frozen={media.frozen}
              edges={state.edges}
              withTutor={readOnly}
              {...tiles}
            />
          </div>
          <HelpRequestPanel
            queue={queue}
            slim={enlarged.any}
            readOnly={readOnly}
            fetchRevision={api.revision}
            sound={sound}
            onSound={setSound}
            onRespond={(studentId, helpId) => {
              enlarged.enlarge(studentId);
              void commands.respondToHelp(studentId, helpId);
            }}
            onLater={(studentId, helpId) => void commands.postponeHelp(studentId, helpId)}
            onDismiss={(studentId, helpId, word) => void commands.dismissHelp(studentId, helpId, word)}
          />
        </div>
      </main>
      <DeskBar room={room} media={media} view={view} readOnly={readOnly} />
      <DeskDialogs
        open={dialog}
        state={state}
        view={view}
        commands={commands}
        api={api}
        readOnly={readOnly}
        onEnlarge={enlarged.enlarge}
        onClose={() => setDialog(null)}
      />
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
