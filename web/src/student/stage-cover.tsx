/** What is said over the large picture: waiting, break, reconnecting, tutor away. The last frame stays under it. */
import { t, timeOfDay, tn } from "../i18n/t";
import { minutesLeft } from "../ui/duration";
import { Icon, type IconName } from "../ui/icons";
import { Ticking } from "../ui/ticking";
import type { Session } from "../wire/session";
import type { Cover } from "./on-stage";

interface StageCoverProps {
  readonly cover: Cover;
  readonly view: Session;
}

interface Words {
  readonly icon: IconName | null;
  readonly title: string;
  readonly text: string;
}

function words(cover: Exclude<Cover, null | "waiting">, tutor: string): Words {
  switch (cover) {
    case "paused":
      return { icon: "pause", title: t("stage.paused"), text: t("stage.paused_text", { tutor }) };
    case "reconnecting":
      return { icon: null, title: t("connection.reconnecting"), text: t("connection.reconnecting_text") };
    case "engine":
      return { icon: null, title: t("connection.engine_down"), text: t("connection.engine_down_text") };
    case "tutor_away":
      return { icon: "clock", title: t("stage.tutor_away", { tutor }), text: t("stage.tutor_away_text") };
    case "tutor_camera_off":
      return { icon: "cameraOff", title: t("stage.tutor_camera_off", { tutor }), text: "" };
  }
}

function countdown(start: number, now: number): string {
  const minutes = minutesLeft(start - now);
  return minutes === 0 ? t("wait.soon") : tn("wait.in", minutes);
}

export function StageCover({ cover, view }: StageCoverProps) {
  if (cover === null) return null;
  if (cover === "waiting") {
    return (
      <div className="stage-cover waiting" role="status">
        <h2>{t("wait.title", { time: timeOfDay(view.scheduled_start) })}</h2>
        <Ticking className="stage-count" text={(now) => countdown(view.scheduled_start, now)} />
        <p>{t("wait.text")}</p>
      </div>
    );
  }
  const { icon, title, text } = words(cover, view.tutor.name);
  return (
    <div className={cover === "tutor_camera_off" ? "stage-cover low" : "stage-cover"} role="status">
      {icon === null ? <span className="spinner" aria-hidden="true" /> : <Icon name={icon} />}
      <h2>{title}</h2>
      {text !== "" && <p>{text}</p>}
    </div>
  );
}
