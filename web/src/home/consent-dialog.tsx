/** What may be recorded of a student: what holds, what was said, and the link by which a guardian says it. */
import { useCallback, useEffect, useState } from "react";
import { dateAndTime, listed, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { CenterPerson, PersonalLink } from "./api";
import type { ConsentApi, ConsentKind, Consents, Said } from "./consent-api";
import { CopyRow } from "./copy-row";
import { asImage } from "./link-dialog";
import "./link-dialog.css";
import "./consent-dialog.css";

interface ConsentDialogProps {
  readonly person: CenterPerson;
  readonly api: ConsentApi;
  readonly csrf: string;
  readonly onClose: () => void;
}

function words(kinds: readonly ConsentKind[]): string {
  return kinds.length === 0 ? t("said.nothing") : listed(kinds.map((kind) => t(`said.${kind}`)));
}

function holds({ consent, guardian_decides }: Consents): string {
  if (consent !== null) return t("said.holds", { kinds: words(consent) });
  return t(guardian_decides ? "said.open_guardian" : "said.open_student");
}

function SaidLine({ said }: { readonly said: Said }) {
  const who = said.by === "self" ? t("said.by_self") : t("said.by_guardian", { name: said.guardian_name ?? "" });
  return (
    <li>
      <span className="numbers soft small">{dateAndTime(said.at)}</span>
      <span>{words(said.kinds)}</span>
      <span className="soft small">
        {who} · {t("said.version", { number: said.text_version })}
      </span>
    </li>
  );
}

export function ConsentDialog({ person, api, csrf, onClose }: ConsentDialogProps) {
  const [consents, setConsents] = useState<Consents | null>(null);
  const [made, setMade] = useState<PersonalLink | null>(null);
  const [problem, setProblem] = useState("");
  const { id, name } = person;
  const refused = useCallback((reason: Error) => setProblem(reason.message), []);
  const load = useCallback(() => api.of(id).then(setConsents, refused), [api, id, refused]);
  useEffect(() => void load(), [load]);
  const make = () => api.makeLink(id, csrf).then(setMade, refused).then(load);
  const revoke = () =>
    api
      .revokeLink(id, csrf)
      .then(() => setMade(null), refused)
      .then(load);
  const until = consents?.link_expires_at ?? null;
  return (
    <Dialog title={t("said.title", { name })} onClose={onClose}>
      <p role="status">{consents === null ? "" : holds(consents)}</p>
      <section className="stack" aria-label={t("said.link")}>
        <h3>{t("said.link")}</h3>
        <p className="soft small">{t("said.link_text", { name })}</p>
        {made !== null && (
          <>
            <img className="qr" src={asImage(made.qr_svg)} alt={t("said.qr", { name })} />
            <CopyRow label={t("said.link")} value={made.url} />
          </>
        )}
        {until !== null && <p className="soft small">{t("said.until", { date: dateAndTime(until) })}</p>}
        <div className="row">
          <button type="button" className="button" onClick={() => void make()}>
            {t(until === null ? "said.make" : "said.make_anew")}
          </button>
          {until !== null && (
            <button type="button" className="button quiet" onClick={() => void revoke()}>
              {t("said.revoke")}
            </button>
          )}
        </div>
      </section>
      <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
      {consents !== null && consents.said.length > 0 && (
        <section className="stack" aria-label={t("said.history")}>
          <h3>{t("said.history")}</h3>
          <ul className="said">
            {consents.said.map((said) => (
              <SaidLine key={`${said.at} ${said.by} ${said.kinds}`} said={said} />
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
