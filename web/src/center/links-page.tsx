/** Personal links of all students to print and cut apart. Made only when asked: links that nobody needs are a risk. */
import { useState } from "react";
import type { CenterPerson } from "../home/api";
import { asImage } from "../home/link-dialog";
import { dateAndTime, t } from "../i18n/t";
import { byName, levelOf } from "../ui/people-order";
import { allLinks } from "./all-links";
import type { SheetLine } from "./api";
import { addressOf } from "./parts";
import "./links-page.css";
import "../styles/empty.css";

interface LinksPageProps {
  /** Null: not known yet. */
  readonly students: readonly CenterPerson[] | null;
  readonly makeLinks: (ids: readonly string[]) => Promise<readonly SheetLine[]>;
  readonly onFailed: (reason: Error) => void;
}

export function LinksPage({ students, makeLinks, onFailed }: LinksPageProps) {
  const [links, setLinks] = useState<readonly SheetLine[]>([]);
  const [busy, setBusy] = useState(false);
  const everybody = byName(students ?? []);
  const linked = new Set(links.map(({ student }) => student.id));
  const rest = everybody.filter(({ id }) => !linked.has(id));
  const make = () => {
    const wanted = rest.length > 0 ? rest : everybody;
    if (rest.length === 0) setLinks([]);
    setBusy(true);
    allLinks(wanted, makeLinks, (made) => setLinks((before) => [...before, ...made]))
      .catch(onFailed)
      .finally(() => setBusy(false));
  };
  const label = (): string => {
    if (busy) return t("center.links_made", { n: links.length, all: everybody.length });
    if (links.length === 0) return t("center.make_links");
    return rest.length > 0 ? t("center.make_rest", { n: rest.length }) : t("center.make_links_again");
  };
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
            className={rest.length > 0 ? "button primary" : "button"}
            disabled={busy || everybody.length === 0}
            onClick={make}
          >
            {label()}
          </button>
          {links.length > 0 && !busy && (
            <button type="button" className="button primary" onClick={() => window.print()}>
              {t("center.print")}
            </button>
          )}
        </div>
      </div>
      <p className="soft no-print">{t("center.print_text")}</p>
      {students?.length === 0 && <p className="card empty">{t("create.no_students")}</p>}
      <ul className="slip-sheet">
        {links.map((line) => (
          <Slip key={line.student.id} line={line} />
        ))}
      </ul>
    </>
  );
}

/** What one student gets: name, grade and course, as another may have the same name. */
function Slip({ line: { student, url, qr_svg, expires_at } }: { readonly line: SheetLine }) {
  return (
    <li className="slip-line">
      <img className="slip-qr" src={asImage(qr_svg)} alt={t("link.qr", { name: student.name })} />
      <div className="slip-text">
        <h2>
          <bdi translate="no">{student.name}</bdi>
        </h2>
        <p className="soft">{levelOf(student)}</p>
        <p className="slip-url">{url}</p>
        <p className="soft small">{t("link.until", { date: dateAndTime(expires_at) })}</p>
      </div>
    </li>
  );
}
