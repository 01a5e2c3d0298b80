/** The board of an open table, small, above the lanes: one click opens it large, another one closes it. */
import { t } from "../i18n/t";
import { TableThumbnail } from "./lane-boards";
import "./table-entry.css";

interface TableEntryProps {
  /** Whether it is the one that is large now. */
  readonly enlarged: boolean;
  readonly onEnlarge: () => void;
}

export function TableEntry({ enlarged, onEnlarge }: TableEntryProps) {
  return (
    <section className={`table-entry ${enlarged ? "open" : ""}`} aria-label={t("table.title")}>
      <div>
        <h3>{t("table.title")}</h3>
        <p className="soft small">{t("table.about")}</p>
      </div>
      <TableThumbnail onOpen={onEnlarge} />
    </section>
  );
}
