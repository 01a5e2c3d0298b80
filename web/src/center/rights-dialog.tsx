/** A person's data: a copy of everything that is kept of them, and erasing them from everything. */
import { useState } from "react";
import type { CenterPerson } from "../home/api";
import { FormEnd } from "../home/form-end";
import { TextField } from "../home/text-field";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { Exports } from "./exports";
import type { Erasure, RightsApi } from "./rights-api";
import "./rights.css";

interface RightsDialogProps {
  readonly person: CenterPerson;
  /** Oneself: nobody erases themself. */
  readonly mine: boolean;
  readonly csrf: string;
  readonly api: RightsApi;
  readonly onErased: () => void;
  readonly onClose: () => void;
}

export function RightsDialog({ person, mine, csrf, api, onErased, onClose }: RightsDialogProps) {
  const { id, name } = person;
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    setErasure(await api.erase(id, typed, csrf));
    onErased();
  });
  if (erasure !== null) {
    return (
      <Dialog title={t("rights.erased_title")} onClose={onClose}>
        <p>{t("rights.erased_text")}</p>
        <a className="button" href={erasure.certificate_path} target="_blank" rel="noreferrer">
          {t("rights.certificate")}
        </a>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("rights.title", { name })} onClose={onClose}>
      {!asked && (
        <div className="stack">
          <Exports personId={id} name={name} csrf={csrf} api={api} />
          {!mine && (
            <section className="stack rights-end" aria-label={t("rights.erase")}>
              <p>{t("rights.erase_text")}</p>
              <button type="button" className="button danger" onClick={() => setAsked(true)}>
                {t("rights.erase")}
              </button>
            </section>
          )}
        </div>
      )}
      {asked && (
        <form className="stack" onSubmit={submit}>
          <p>{t("rights.what")}</p>
          <ul className="rights-what">
            <li>{t("rights.what_sessions")}</li>
            <li>{t("rights.what_account")}</li>
            <li>{t("rights.what_stays")}</li>
          </ul>
          <p className="notice danger">{t("rights.no_way_back")}</p>
          <TextField label={t("rights.type", { name })} value={typed} onChange={setTyped} autoComplete="off" />
          <FormEnd problem={problem} submit={t("rights.confirm")} busy={busy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  );
}
