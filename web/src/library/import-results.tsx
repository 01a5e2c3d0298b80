/** What became of each file that was brought in. The region is always there, so that it is read out. */
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import "./import-results.css";
import type { ImportResult } from "./use-imports";

const ICON = { waiting: "clock", done: "check", refused: "alert" } as const;

interface ImportResultsProps {
  readonly results: readonly ImportResult[];
  readonly onClear: () => void;
}

export function ImportResults({ results, onClear }: ImportResultsProps) {
  return (
    <section className={results.length > 0 ? "card import-results" : ""} aria-label={t("library.results")}>
      <div role="status">
        <ul>
          {results.map(({ key, name, state, text }) => (
            <li key={key} className={`import-result ${state}`}>
              <Icon name={ICON[state]} />
              <b className="import-name">{name}</b>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
      {results.length > 0 && (
        <button type="button" className="button quiet small" onClick={onClear}>
          {t("library.results_close")}
        </button>
      )}
    </section>
  );
}
