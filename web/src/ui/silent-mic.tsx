/** A gentle word when the microphone is on and gives nothing. */
import { t } from "../i18n/t";
import { Banner } from "./banner";

interface SilentMicProps {
  /** The microphone's name, maybe empty; null: all is well. */
  readonly device: string | null;
}

export function SilentMic({ device }: SilentMicProps) {
  if (device === null) return null;
  const text = device === "" ? t("silent.text_unknown") : t("silent.text", { device });
  return <Banner icon="micOff" tone="warn" title={t("silent.title")} text={text} />;
}
