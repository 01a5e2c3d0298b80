/** The board of an open table, large: everyone at the table draws on it. */
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import type { Session } from "../wire/session";
import { BackToAll } from "./back-to-all";
import { LargeBoard } from "./lane-boards";
import { useInView } from "./use-enlarged";
import "./enlarged-lane.css";

interface EnlargedTableProps {
  readonly view: Session;
  readonly readOnly: boolean;
  readonly onBack: () => void;
}

export function EnlargedTable({ view, readOnly, onBack }: EnlargedTableProps) {
  return (
    <section ref={useInView()} className="enlarged enlarged-table" aria-label={t("table.title")}>
      <header className="enlarged-head">
        <Icon name="people" />
        <h2 className="clip">{t("session.open_table")}</h2>
        <span className="soft small clip">{t("table.about")}</span>
        <BackToAll onBack={onBack} />
      </header>
      <div className="enlarged-board">
        <LargeBoard view={view} lane={null} readOnly={readOnly} />
      </div>
    </section>
  );
}
