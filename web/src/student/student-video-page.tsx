/** The student's page of a session: device check, then the room, then its end. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { refusalWords, t } from "../i18n/t";
import type { Room } from "../session/room";
import { over } from "../session/select";
import { ClosedPage } from "../ui/closed-page";
import { reported } from "../ui/reported";
import { StatePage } from "../ui/state-page";
import { ServerClock } from "../ui/ticking";
import { Toasts } from "../ui/toasts";
import { useObservable } from "../ui/use-observable";
import { useToasts } from "../ui/use-toasts";
import { useTold } from "../ui/use-told";
import { DeviceCheck } from "./device-check";
import { loadAhead, StudentRoom } from "./student-room";
import { told } from "./told";

interface StudentVideoPageProps {
  readonly room: Room;
  readonly homeHref: string;
  readonly onReload: () => void;
}

export function StudentVideoPage({ room, homeHref, onReload }: StudentVideoPageProps) {
  const state = useObservable(room.store);
  const media = useObservable(room.media.state);
  const { toasts, show, dismiss } = useToasts();
  const commands = useMemo(() => reported(room.commands, show), [room, show]);
  useTold(room.store, told, show);
  useEffect(loadAhead, []);
  const [entering, setEntering] = useState(false);
  const enter = useCallback(
    async (audience: readonly string[]) => {
      const outcome = await room.join(audience);
      if (outcome.ok) return;
      setEntering(false);
      show(refusalWords(outcome));
    },
    [room, show],
  );
  const { closed, view } = state;
  if (view?.status === "CANCELLED" || closed !== null || (view !== null && over(view))) {
    const code = view?.status === "CANCELLED" ? "cancelled" : (closed?.code ?? "session_over");
    return <ClosedPage code={code} message={closed?.message ?? ""} homeHref={homeHref} onAgain={onReload} />;
  }
  if (view === null) return <StatePage icon="clock" title={t("state.loading")} text="" />;
  return (
    <ServerClock.Provider value={room.now}>
      {entering ? (
        <StudentRoom
          room={room}
          commands={commands}
          state={state}
          media={media}
          view={view}
          show={show}
          onFirstSign={(audience) => void enter(audience)}
        />
      ) : (
        <DeviceCheck
          room={room}
          commands={commands}
          state={state}
          media={media}
          view={view}
          onJoin={() => setEntering(true)}
        />
      )}
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </ServerClock.Provider>
  );
}
