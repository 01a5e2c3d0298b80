/** Why one's own picture is not sent, with one thing to do. */
import { t } from "../i18n/t";
import { Banner } from "./banner";

interface WeakNetworkProps {
  /** The camera is on, and its picture gives way to the sound. */
  readonly paused: boolean;
}

export function WeakNetwork({ paused }: WeakNetworkProps) {
  return paused ? <Banner icon="cameraOff" tone="warn" title={t("weak.title")} text={t("weak.text")} /> : null;
}
