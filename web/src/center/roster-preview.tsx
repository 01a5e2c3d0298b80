/** A file's people before they are imported, the wrong lines first. */
import { type TextKey, t, tn } from "../i18n/t";
import { levelOf } from "../ui/people-order";
import type { Roster, RosterLine } from "./api";
import { ROLE_TEXTS } from "./person-row";
import "./roster-preview.css";

const REASONS: Record<string, TextKey> = {
  name: "import.error_name",
  role: "import.error_role",
  email_missing: "import.error_email_missing",
  email: "import.error_email",
  email_twice: "import.error_email_twice",
  email_taken: "import.error_email_taken",
  level: "import.error_level",
  characters: "import.error_characters",
  lost: "import.error_lost",
  twice: "import.error_twice",
  exists: "import.error_exists",
};

function Line({ line }: { readonly line: RosterLine }) {
  return (
    <tr className={line.errors.length > 0 ? "wrong" : ""}>
      <td className="numbers">{line.line}</td>
      <td>
        <span>{line.name}</span>
        {line.errors.map((code) => (
          <span key={code} className="roster-error">
            {t(REASONS[code] ?? "import.error_other")}
          </span>
        ))}
      </td>
      <td>{t(ROLE_TEXTS[line.role])}</td>
      <td>{line.email ?? levelOf(line)}</td>
    </tr>
  );
}

interface RosterPreviewProps {
  readonly roster: Roster;
  readonly wrong: number;
  /** How the letters are written is a guess: names that would show a wrong one come first. */
  readonly doubtful: boolean;
}

export function RosterPreview({ roster, wrong, doubtful }: RosterPreviewProps) {
  const weight = (line: RosterLine): number =>
    2 * Number(line.errors.length > 0) + Number(doubtful && /[^\0-\x7f]/.test(line.name));
  const wrongFirst = [...roster.lines].sort((a, b) => weight(b) - weight(a));
  return (
    <>
      <p role="status" className={wrong > 0 ? "notice danger" : "notice good"}>
        {wrong > 0 ? tn("import.wrong", wrong) : tn("import.ready", roster.lines.length)}
      </p>
      {roster.ignored.length > 0 && (
        <p className="soft small">{t("import.ignored", { columns: roster.ignored.join(", ") })}</p>
      )}
      {roster.emails_left > 0 && <p className="soft small">{tn("import.emails_left", roster.emails_left)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only a keyboard scrolls it, too. */}
      <section className="roster" aria-label={t("import.preview")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("import.line")}</th>
              <th scope="col">{t("center.name")}</th>
              <th scope="col">{t("center.role")}</th>
              <th scope="col">{t("import.details")}</th>
            </tr>
          </thead>
          <tbody>
            {wrongFirst.map((line) => (
              <Line key={line.line} line={line} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
