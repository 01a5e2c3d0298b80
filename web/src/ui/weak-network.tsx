/** One's own line is weak, and what it costs, with one thing to do. */
import { t } from "../i18n/t";
import { Banner } from "./banner";

interface WeakNetworkProps {
  /** The camera is on, and its picture gives way to the sound. */
  readonly paused: boolean;
  /** What is measured of one's own line; null: nothing yet. */
  readonly bars: number | null;
}

export function WeakNetwork({ paused, bars }: WeakNetworkProps) {
  if (!paused && (bars ?? 4) > 1) return null;
  return <Banner icon="cameraOff" tone="warn" title={t(paused ? "weak.title" : "weak.line")} text={t("weak.text")} />;
}
