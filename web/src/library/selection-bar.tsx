/** What can be done with the exercises that are selected. */
import { t, tn } from "../i18n/t";
import { Icon } from "../ui/icons";
import type { Half } from "./library-head";
import "./selection-bar.css";

interface SelectionBarProps {
  readonly half: Half;
  readonly count: number;
  readonly onSave: () => void;
  /** Archive them, or restore them. */
  readonly onMove: () => void;
  readonly onClear: () => void;
}

export function SelectionBar({ half, count, onSave, onMove, onClear }: SelectionBarProps) {
  return (
    <section className="card selection-bar" aria-label={t("library.selection")}>
      <b className="numbers">{tn("library.selected", count)}</b>
      <div className="row">
        <button type="button" className="button small" onClick={onSave}>
          <Icon name="download" />
          {t("library.export")}
        </button>
        <button type="button" className="button small" onClick={onMove}>
          {t(half === "offered" ? "library.archive" : "library.restore")}
        </button>
        <button type="button" className="button small quiet" onClick={onClear}>
          {t("library.clear")}
        </button>
      </div>
    </section>
  );
}
