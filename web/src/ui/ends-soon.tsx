/** Says that a session without its tutor ends by itself, and when. */
import { t, timeOfDay } from "../i18n/t";
import { Banner } from "./banner";

interface EndsSoonProps {
  /** The server's clock. */
  readonly at: number;
  readonly tutor: string;
}

export function EndsSoon({ at, tutor }: EndsSoonProps) {
  return (
    <Banner
      icon="info"
      tone="warn"
      title={t("ending.title", { time: timeOfDay(at) })}
      text={t("ending.text", { tutor })}
    />
  );
}
