/** The student's bar: microphone, camera, devices, help, leave. */
import { useState } from "react";
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { MediaState, Room } from "../session/room";
import { CallButton } from "../ui/call-button";
import { DevicePicker } from "../ui/device-picker";
import { Dialog } from "../ui/dialog";
import { PermissionHelp } from "../ui/permission-help";
import { VideoControls } from "../ui/video-controls";
import type { Session } from "../wire/session";
import { HelpDialog } from "./help-dialog";

interface StudentControlsProps {
  readonly room: Room;
  readonly commands: Commands;
  readonly media: MediaState;
  readonly view: Session;
  readonly helpOpen: boolean;
}

export function StudentControls({ room, commands, media, view, helpOpen }: StudentControlsProps) {
  const [dialog, setDialog] = useState<"devices" | "help" | null>(null);
  const close = () => setDialog(null);
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
          tone={helpOpen ? "on" : "plain"}
          disabled={helpOpen || view.status !== "LIVE"}
          onClick={() => setDialog("help")}
        />
      </VideoControls>
      {dialog === "help" && (
        <HelpDialog
          tutorName={view.tutor.name}
          onClose={close}
          onAsk={(urgency, text) => {
            close();
            void commands.askHelp(urgency, text);
          }}
        />
      )}
      {dialog === "devices" && (
        <Dialog title={t("devices.title")} onClose={close}>
          <PermissionHelp
            problems={media.problems}
            onAskAgain={() => {
              for (const { device } of media.problems) {
                if (device === "camera") void room.media.setCamera(true);
                if (device === "microphone") void room.media.setMic(true);
              }
            }}
          />
          <DevicePicker
            cameras={media.cameras}
            microphones={media.microphones}
            cameraId={media.camera_id}
            microphoneId={media.microphone_id}
            level={room.media.micLevel}
            onCamera={(id) => void room.media.chooseCamera(id)}
            onMicrophone={(id) => void room.media.chooseMicrophone(id)}
            blur={media.blur}
            onBlur={(on) => void room.media.setBlur(on)}
          />
        </Dialog>
      )}
    </footer>
  );
}
