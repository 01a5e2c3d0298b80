/** The tutor's own controls with a small self view; an observer can only leave. */
import { useState } from "react";
import { t } from "../i18n/t";
import type { MediaState, Room } from "../session/room";
import { CallButton } from "../ui/call-button";
import { CornerView } from "../ui/corner-view";
import { Dialog } from "../ui/dialog";
import { OwnDevices } from "../ui/own-devices";
import { SilentMic } from "../ui/silent-mic";
import { Avatar } from "../ui/small";
import { VideoControls } from "../ui/video-controls";
import type { Session } from "../wire/session";
import { DeskConsent } from "./desk-consent";
import { isWeak, NetworkBars } from "./network-bars";
import "./desk-bar.css";

interface DeskBarProps {
  readonly room: Room;
  readonly media: MediaState;
  readonly view: Session;
  readonly readOnly: boolean;
}

function SelfView({ media, name }: { readonly media: MediaState; readonly name: string }) {
  return (
    <div className="self-view" role="img" aria-label={t("controls.self_view")}>
      {media.preview === null ? <Avatar name={name} /> : <CornerView stream={media.preview} mirrored />}
    </div>
  );
}

export function DeskBar({ room, media, view, readOnly }: DeskBarProps) {
  const [choosing, setChoosing] = useState(false);
  const leave = () => void room.leave();
  if (readOnly) {
    return (
      <footer className="desk-bar">
        <div className="call-bar">
          <CallButton icon="leave" tone="leave" label={t("controls.leave")} onClick={leave} />
        </div>
      </footer>
    );
  }
  const weak = media.camera && media.camera_paused ? "weak.title" : isWeak(view.tutor) ? "weak.line" : null;
  const problems = media.problems.filter((problem) => problem.device !== "screen");
  return (
    <footer className="desk-bar">
      <SelfView media={media} name={view.tutor.name} />
      <VideoControls
        mic={media.mic}
        camera={media.camera}
        screen={media.screen}
        onMic={(on) => void room.media.setMic(on)}
        onCamera={(on) => void room.media.setCamera(on)}
        onScreen={(on) => void room.media.setScreen(on)}
        onDevices={() => setChoosing(true)}
        onLeave={leave}
      />
      {problems.length > 0 && (
        <button type="button" className="button small warn-button" onClick={() => setChoosing(true)}>
          {t("devices.problem")}
        </button>
      )}
      {media.mic_silent !== null && (
        <button type="button" className="button small warn-button" onClick={() => setChoosing(true)}>
          {t("silent.title")}
        </button>
      )}
      {weak !== null && (
        <span className="chip warn" role="status" title={t("weak.text")}>
          {t(weak)}
        </span>
      )}
      <NetworkBars person={view.tutor} own />
      {choosing && (
        <Dialog title={t("devices.title")} onClose={() => setChoosing(false)}>
          <OwnDevices media={media} acts={room.media}>
            <SilentMic device={media.mic_silent} />
          </OwnDevices>
          <DeskConsent room={room} commands={room.commands} />
        </Dialog>
      )}
    </footer>
  );
}
