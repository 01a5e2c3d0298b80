/** Before joining: how one looks and sounds, which devices, what is wrong. Nothing here is ever in the way of joining. */
import { useRef } from "react";
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { MediaState, Room } from "../session/room";
import { isPending, myself } from "../session/select";
import type { RoomState } from "../session/store";
import { CallButton } from "../ui/call-button";
import { Icon } from "../ui/icons";
import { isShown } from "../ui/is-shown";
import { later } from "../ui/later";
import { lazyPart } from "../ui/lazy-part";
import { OwnDevices } from "../ui/own-devices";
import { LanguageSwitch } from "../ui/page-footer";
import { useGoverned } from "../ui/use-governed";
import { VideoView } from "../ui/video-view";
import type { Session } from "../wire/session";
import { PlannedFor } from "./device-check-date";
import "./device-check.css";
import "../styles/hero.css";

const OwnConsent = lazyPart(
  later(() => import("./own-consent")),
  ({ OwnConsent: Asked }) => Asked,
);

interface DeviceCheckProps {
  readonly room: Room;
  readonly commands: Commands;
  readonly state: RoomState;
  readonly media: MediaState;
  readonly view: Session;
  readonly onJoin: () => void;
}

function Preview({ room, media }: Pick<DeviceCheckProps, "room" | "media">) {
  const asking = media.asking.has("camera");
  return (
    <div className="preview">
      <VideoView stream={media.preview} label={t("devices.preview")} mirrored />
      {media.preview === null && (
        <p className="stage-blank">{t(asking ? "devices.starting" : "devices.camera_is_off")}</p>
      )}
      <div className="preview-buttons">
        <CallButton
          icon={media.mic ? "mic" : "micOff"}
          tone={media.mic ? "plain" : "off"}
          label={t(media.mic ? "controls.mute" : "controls.unmute")}
          onClick={() => void room.media.setMic(!media.mic)}
        />
        <CallButton
          icon={media.camera ? "camera" : "cameraOff"}
          tone={media.camera ? "plain" : "off"}
          label={t(media.camera ? "controls.camera_off" : "controls.camera_on")}
          word={t("controls.camera")}
          onClick={() => void room.media.setCamera(!media.camera)}
        />
      </div>
    </div>
  );
}

export function DeviceCheck({ room, commands, state, media, view, onJoin }: DeviceCheckProps) {
  const root = useRef<HTMLElement>(null);
  useGoverned(room.governedBy, () => (isShown(root.current) ? { audience: [], fault: null } : null));
  return (
    <main className="lobby" ref={root}>
      <Preview room={room} media={media} />
      <div className="lobby-side">
        <header>
          <p className="soft small">
            <span>{t("join.with", { title: view.title, tutor: view.tutor.name })}</span> ·{" "}
            <PlannedFor at={view.scheduled_start} />
          </p>
          <h1 className="hero">{t("join.title")}</h1>
          <p className="soft">{t("join.check")}</p>
        </header>
        <button type="button" className="button primary big" onClick={onJoin}>
          {t("join.button")}
        </button>
        <p className="soft small row">
          <Icon name="eye" /> <span>{t("join.nobody_yet")}</span>
        </p>
        <OwnConsent held={myself(state)?.consent ?? null} pending={isPending(state, "consent")} commands={commands} />
        <OwnDevices media={media} acts={room.media} />
        <LanguageSwitch />
      </div>
    </main>
  );
}
