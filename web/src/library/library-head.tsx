/** The title of the library's page, what is brought in and taken out, and what is sought. */
import { useRef } from "react";
import type { Role } from "../home/api";
import { TextField } from "../home/text-field";
import { t, tn } from "../i18n/t";
import { EXPORT } from "../realtime/exercises";
import { Choice } from "../ui/choice";
import { Icon } from "../ui/icons";
import "./library-head.css";
import "../styles/page-title.css";

export type Half = "offered" | "archived";

interface LibraryHeadProps {
  readonly role: Role;
  readonly half: Half;
  readonly sought: string;
  /** How many are shown; null: not known yet. */
  readonly count: number | null;
  readonly onHalf: (half: Half) => void;
  readonly onSought: (sought: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

export function LibraryHead({ role, half, sought, count, onHalf, onSought, onFiles }: LibraryHeadProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="home-title">
        <h1>{t("home.exercises")}</h1>
        <div className="row">
          {role === "TEACHER" && (
            <a className="button quiet" href="/dashboard/tutor">
              {t("library.sessions")}
            </a>
          )}
          <a className="button" href={EXPORT} download>
            <Icon name="download" />
            {t("library.export_all")}
          </a>
          <button type="button" className="button primary" onClick={() => input.current?.click()}>
            <Icon name="plus" />
            {t("library.import")}
          </button>
          <input
            ref={input}
            type="file"
            hidden
            multiple
            accept=".md,.zip"
            aria-label={t("library.import")}
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </div>
      </div>
      <p className="soft small">{t("library.drop")}</p>
      <search className="library-find">
        <TextField label={t("library.find")} value={sought} onChange={onSought} />
        <Choice
          legend={t("library.which")}
          value={half}
          options={[
            { value: "offered", label: t("library.offered") },
            { value: "archived", label: t("library.archive_half") },
          ]}
          onChange={onHalf}
        />
        <span className="soft numbers" role="status">
          {count !== null && tn("library.count", count)}
        </span>
      </search>
    </>
  );
}
