/** Personal links of all students to print and cut apart. Made only when asked: links that nobody needs are a risk. */
import { useState } from "react";
import { asImage } from "../home/link-dialog";
import { dateAndTime, t } from "../i18n/t";
import type { SheetLine } from "./api";
import { addressOf } from "./parts";
import "./links-page.css";
import "../styles/empty.css";

interface LinksPageProps {
  readonly makeLinks: () => Promise<readonly SheetLine[]>;
  readonly onFailed: (reason: Error) => void;
}

export function LinksPage({ makeLinks, onFailed }: LinksPageProps) {
  const [links, setLinks] = useState<readonly SheetLine[] | null>(null);
  return (
    <>
      <div className="home-title no-print">
        <h1>{t("center.print_links")}</h1>
        <div className="row">
          <a className="button" href={addressOf("people")}>
            {t("center.back")}
          </a>
          <button
            type="button"
            className={links === null ? "button primary" : "button"}
            onClick={() => makeLinks().then(setLinks, onFailed)}
          >
            {t(links === null ? "center.make_links" : "center.make_links_again")}
          </button>
          {links !== null && links.length > 0 && (
            <button type="button" className="button primary" onClick={() => window.print()}>
              {t("center.print")}
            </button>
          )}
        </div>
      </div>
      <p className="soft no-print">{t("center.print_text")}</p>
      {links?.length === 0 && <p className="card empty">{t("create.no_students")}</p>}
      <ul className="slip-sheet">
        {links?.map(({ student, url, qr_svg, expires_at }) => (
          <li key={student.id} className="slip-line">
            <img className="slip-qr" src={asImage(qr_svg)} alt={t("link.qr", { name: student.name })} />
            <div className="slip-text">
              <h2>{student.name}</h2>
              <p className="soft">{student.grade_level}</p>
              <p className="slip-url">{url}</p>
              <p className="soft small">{t("link.until", { date: dateAndTime(expires_at) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
