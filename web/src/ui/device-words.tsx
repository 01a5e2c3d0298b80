/** Devices that come, go, or were taken away, in words; and one big button where the browser wants a click. */
import "../i18n/for-care";
import { useEffect, useState } from "react";
import { t } from "../i18n/t";
import { keepAwake } from "./awake";
import { Banner } from "./banner";
import { Icon } from "./icons";
import { playAnew, watchPlaying } from "./playing";
import "./device-words.css";

type Input = "microphone" | "camera";

interface DeviceWordsProps {
  /** A session is on. */
  readonly live: boolean;
  readonly media: {
    readonly lost: readonly { readonly device: string; readonly kind: string }[];
    readonly moved: { readonly device: Input; readonly label: string; readonly back: boolean } | null;
    readonly retaken: number;
  };
  /** No sound comes to this page, as somebody in the same room has it on. */
  readonly deafened: boolean;
  /** Take again what was lost, within a click. */
  readonly onTakeAgain: () => void;
  /** Tell something in passing. */
  readonly show: (text: string) => void;
}

function TapTo({ what, onTap }: { readonly what: "hear" | "go_on"; readonly onTap: () => void }) {
  return (
    <div className="tap-to" role="alert">
      <button type="button" className="button primary big" onClick={onTap}>
        <Icon name="play" />
        <span>{t(`care.${what}`)}</span>
      </button>
      <p>{t(`care.${what}_text`)}</p>
    </div>
  );
}

export function DeviceWords({ live, media, deafened, onTakeAgain, show }: DeviceWordsProps) {
  const { lost, moved, retaken } = media;
  const [blocked, setBlocked] = useState(false);
  useEffect(() => watchPlaying(setBlocked), []);
  useEffect(() => (live ? keepAwake() : undefined), [live]);
  useEffect(() => {
    if (retaken > 0) playAnew();
  }, [retaken]);
  useEffect(() => {
    if (moved === null || moved.label === "") return;
    show(t(`care.${moved.back ? "back" : "other"}_${moved.device}`, { label: moved.label }));
  }, [moved, show]);
  const taken = lost.some(({ kind }) => kind !== "missing");
  const gone = lost.filter(({ kind }) => kind === "missing");
  return (
    <>
      {deafened && <Banner icon="info" tone="plain" title={t("care.deafened")} text={t("care.deafened_text")} />}
      {gone.map(({ device }) => (
        <Banner
          key={device}
          icon={device === "camera" ? "cameraOff" : "micOff"}
          tone="warn"
          title={t(device === "camera" ? "care.gone_camera" : "care.gone_microphone")}
          text={t("care.gone_text")}
        />
      ))}
      {/* The click itself plays what is blocked. */}
      {(taken || blocked) && <TapTo what={taken ? "go_on" : "hear"} onTap={taken ? onTakeAgain : () => {}} />}
    </>
  );
}
