/** What is said over the large picture: waiting, break, reconnecting, tutor away. The last frame stays under it. */
import { dateAndTime, isToday, t, timeOfDay, tn } from "../i18n/t";
import { untilStart } from "../ui/duration";
import { Icon, type IconName } from "../ui/icons";
import { Ticking } from "../ui/ticking";
import type { Session } from "../wire/session";
import type { Cover } from "./on-stage";
import "./stage-cover.css";

interface StageCoverProps {
  readonly cover: Cover;
  readonly view: Session;
}

interface Words {
  readonly icon: IconName | null;
  readonly title: string;
  readonly text: string;
}

/** Over a picture of now, which is to be seen. */
const LOW: ReadonlySet<Cover> = new Set<Cover>(["tutor_camera_off", "own_weak"]);

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
    case "tutor_weak":
      return { icon: "cameraOff", title: t("weak.title"), text: t("weak.text_of", { name: tutor }) };
    case "own_weak":
      return { icon: "cameraOff", title: t("weak.title"), text: "" };
    case "tutor_camera_off":
      return { icon: "cameraOff", title: t("stage.tutor_camera_off", { tutor }), text: "" };
  }
}

/** In whole minutes at the least: each new text is read out to those who do not see it. */
function countdown(start: number, now: number): string {
  const left = untilStart(start, now);
  if (left === null) return t("wait.soon");
  return left.unit === "seconds" ? tn("until.minutes", 1) : tn(`until.${left.unit}`, left.n);
}

/** A session that was moved to another day says which. */
function startsAt(start: number): string {
  return isToday(start)
    ? t("wait.title", { time: timeOfDay(start) })
    : t("wait.title_day", { time: dateAndTime(start) });
}

export function StageCover({ cover, view }: StageCoverProps) {
  if (cover === null) return null;
  if (cover === "waiting") {
    return (
      <div className="stage-cover waiting" role="status">
        <h2>{startsAt(view.scheduled_start)}</h2>
        <Ticking className="stage-count" text={(now) => countdown(view.scheduled_start, now)} />
        <p>{t("wait.text")}</p>
      </div>
    );
  }
  const { icon, title, text } = words(cover, view.tutor.name);
  return (
    <div className={LOW.has(cover) ? "stage-cover low" : "stage-cover"} role="status">
      {icon === null ? <span className="spinner" aria-hidden="true" /> : <Icon name={icon} />}
      <h2>{title}</h2>
      {text !== "" && <p>{text}</p>}
    </div>
  );
}
