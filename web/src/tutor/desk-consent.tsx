/** The tutor's own word about being recorded: asked once for each text, and open to change among the devices. */
import { useState } from "react";
import { fetchQuestion } from "../realtime/consent";
import type { Commands } from "../session/commands";
import type { Room } from "../session/room";
import { isPending, myself } from "../session/select";
import { RecordingConsent } from "../ui/recording-consent";
import { useObservable } from "../ui/use-observable";

interface DeskConsentProps {
  readonly room: Room;
  readonly commands: Pick<Commands, "consent">;
  readonly slim?: boolean;
  readonly onDone?: () => void;
}

export function DeskConsent({ room, commands, ...shown }: DeskConsentProps) {
  const state = useObservable(room.store);
  return (
    <RecordingConsent
      held={myself(state)?.consent ?? null}
      pending={isPending(state, "consent")}
      fetchQuestion={fetchQuestion}
      onSay={commands.consent}
      {...shown}
    />
  );
}

/** Over the desk, as long as it was not answered: one box after the other can be ticked before it goes. */
export function AskDesk(props: DeskConsentProps) {
  const unanswered = (myself(useObservable(props.room.store))?.consent ?? null) === null;
  const [asking, setAsking] = useState(unanswered);
  if (unanswered && !asking) setAsking(true);
  return asking && <DeskConsent {...props} onDone={() => setAsking(false)} />;
}
