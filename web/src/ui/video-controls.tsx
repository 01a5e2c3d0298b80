/** One's own microphone, camera, screen, and the way out. */
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import { CallButton } from "./call-button";
import "./video-controls.css";

interface VideoControlsProps {
  readonly mic: boolean;
  readonly camera: boolean;
  /** null: this person shares no screen here. */
  readonly screen: boolean | null;
  readonly onMic: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
  readonly onScreen?: (on: boolean) => void;
  readonly onDevices: () => void;
  readonly onLeave: () => void;
  /** More buttons, before the last one. */
  readonly children?: ReactNode;
}

export function VideoControls(props: VideoControlsProps) {
  const { mic, camera, screen, onMic, onCamera, onScreen, onDevices, onLeave, children } = props;
  return (
    <fieldset className="call-bar" aria-label={t("controls.group")}>
      <CallButton
        icon={mic ? "mic" : "micOff"}
        tone={mic ? "plain" : "off"}
        label={t(mic ? "controls.mute" : "controls.unmute")}
        onClick={() => onMic(!mic)}
      />
      <CallButton
        icon={camera ? "camera" : "cameraOff"}
        tone={camera ? "plain" : "off"}
        label={t(camera ? "controls.camera_off" : "controls.camera_on")}
        word={t("controls.camera")}
        onClick={() => onCamera(!camera)}
      />
      {screen !== null && onScreen !== undefined && (
        <CallButton
          icon="screen"
          tone={screen ? "on" : "plain"}
          label={t(screen ? "controls.share_stop" : "controls.share")}
          word={t(screen ? "controls.share_stop_word" : "controls.share_word")}
          onClick={() => onScreen(!screen)}
        />
      )}
      <CallButton icon="settings" label={t("controls.devices")} onClick={onDevices} />
      {children}
      <CallButton icon="leave" tone="leave" label={t("controls.leave")} onClick={onLeave} />
    </fieldset>
  );
}
