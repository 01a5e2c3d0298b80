/** How things stand between this student and the tutor, in friendly words. */
import { t } from "../i18n/t";
import { watchedOver } from "../session/signs";
import { Icon } from "../ui/icons";
import type { Lane, Session } from "../wire/session";
import "./lane-status.css";

interface LaneStatusProps {
  readonly view: Session;
  readonly lane: Lane;
}

function words(view: Session, lane: Lane): { readonly title: string; readonly text: string; readonly near: boolean } {
  const tutor = view.tutor.name;
  if (view.open_table && !watchedOver(view)) {
    return { title: t("lane.table_alone", { tutor }), text: t("lane.table_alone_text"), near: false };
  }
  // Whoever is deafened hears by the machine beside them.
  const hears = lane.deafened ? t("lane.teach_text_deafened", { tutor }) : t("lane.teach_text", { tutor });
  if (view.open_table) return { title: t("lane.table"), text: lane.deafened ? "" : t("lane.table_text"), near: true };
  if (lane.mode === "TEACH") return { title: t("lane.teach", { tutor }), text: hears, near: true };
  if (view.address_all !== "off" && !lane.deafened)
    return { title: t("lane.addressed", { tutor }), text: "", near: true };
  return { title: t("lane.observe"), text: t("lane.observe_text", { tutor }), near: false };
}

export function LaneStatus({ view, lane }: LaneStatusProps) {
  const { title, text, near } = words(view, lane);
  return (
    <section className={`notice lane-status ${near ? "good" : ""}`} aria-live="polite">
      <Icon name={near ? "people" : "book"} />
      <div>
        <h2>{title}</h2>
        {text !== "" && <p className="small">{text}</p>}
      </div>
    </section>
  );
}
