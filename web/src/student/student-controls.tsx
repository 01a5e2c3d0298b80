/** The student's bar: microphone, camera, devices, help, leave. */

import { useEffect, useState } from "react";
import { type TextKey, t } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { MediaState, Room } from "../session/room";
import { CallButton } from "../ui/call-button";
import { Dialog } from "../ui/dialog";
import { later } from "../ui/later";
import { lazyPart } from "../ui/lazy-part";
import { OwnDevices } from "../ui/own-devices";
import { Shortcuts } from "../ui/shortcuts";
import { useShortcuts } from "../ui/use-shortcuts";
import { VideoControls } from "../ui/video-controls";
import type { Lane, Session } from "../wire/session";
import { StudentTalk } from "./student-talk";
import "./student-controls.css";

interface StudentControlsProps {
  readonly room: Room;
  readonly commands: Commands;
  readonly media: MediaState;
  readonly view: Session;
  readonly lane: Lane | null;
  readonly show: (text: string) => void;
}

const AskForHelp = lazyPart(
  () => import("./help-dialog"),
  ({ HelpDialog }) => HelpDialog,
);

export const InView = lazyPart(
  later(() => import("./in-view")),
  ({ InView: Button }) => Button,
);

const KEYS: readonly (readonly [string, TextKey])[] = [
  ["M", "keys.mic"],
  ["V", "keys.camera"],
  ["H", "keys.ask"],
  ["C", "keys.talk"],
  ["Esc", "keys.escape"],
  ["?", "keys.help"],
];

export function StudentControls({ room, commands, media, view, lane, show }: StudentControlsProps) {
  const [dialog, setDialog] = useState<"devices" | "help" | "keys" | null>(null);
  const [talking, setTalking] = useState(false);
  const close = () => setDialog(null);
  const tutor = view.tutor.name;
  useEffect(() => {
    void room.media.pictured.then(AskForHelp.ahead); // nobody who needs help waits for it
  }, [room]);
  const mayAsk = lane !== null && lane.help === null && view.status === "LIVE";
  useShortcuts({
    m: () => void room.media.setMic(!media.mic),
    v: () => void room.media.setCamera(!media.camera),
    h: mayAsk ? () => setDialog("help") : undefined,
    c: lane === null ? undefined : () => setTalking(true),
    "?": () => setDialog("keys"),
  });
  return (
    <footer className="room-bar">
      <VideoControls
        mic={media.mic}
        camera={media.camera}
        screen={null}
        onMic={(on) => void room.media.setMic(on)}
        onCamera={(on) => void room.media.setCamera(on)}
        onDevices={() => setDialog("devices")}
        onLeave={() => void room.leave()}
      >
        <CallButton
          icon="hand"
          label={t("ask.button")}
          word={t("ask.word")}
          tone={lane?.help ? "on" : "plain"}
          disabled={!mayAsk}
          onClick={() => setDialog("help")}
        />
        {lane !== null && (
          <StudentTalk
            room={room}
            view={view}
            lane={lane}
            commands={commands}
            open={talking}
            onOpen={setTalking}
            show={show}
          />
        )}
        <InView tutor={tutor} />
      </VideoControls>
      {dialog === "help" && (
        <AskForHelp
          board={lane !== null && lane.board.revision > 0}
          tutorName={tutor}
          items={lane?.exercise?.items ?? []}
          onClose={close}
          onAsk={(urgency, text, itemId) => {
            close();
            void commands.askHelp(urgency, text, itemId);
          }}
        />
      )}
      {dialog === "keys" && <Shortcuts keys={KEYS} onClose={close} />}
      {dialog === "devices" && (
        <Dialog title={t("devices.title")} onClose={close}>
          <OwnDevices media={media} acts={room.media} />
        </Dialog>
      )}
    </footer>
  );
}
