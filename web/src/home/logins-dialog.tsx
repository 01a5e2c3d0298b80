/** Where somebody is signed in: each of these can be ended, or all. */
import { useCallback, useEffect, useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { Api, Login } from "./api";
import "./students-dialog.css";
import "./logins-dialog.css";

interface LoginsDialogProps {
  readonly title: string;
  /** "me", or "users/" and an id. */
  readonly who: string;
  readonly api: Pick<Api, "logins" | "endLogin" | "endLogins">;
  readonly csrf: string;
  readonly onClose: () => void;
  /** This browser's own was among them. */
  readonly onSignedOut: () => void;
}

function LoginLine({ login, onEnd }: { readonly login: Login; readonly onEnd: () => void }) {
  const device = login.device || t("logins.unknown");
  return (
    <li className="person-line login-line">
      <span className="clip">
        <span>{device}</span>
        {login.current && <span className="chip good">{t("logins.here")}</span>}
        <span className="soft small login-from">
          {t(login.by_link ? "logins.by_link" : "logins.by_password", {
            date: dateAndTime(login.created_at),
            address: login.address,
          })}
        </span>
      </span>
      <button type="button" className="button small" aria-label={t("logins.end_of", { device })} onClick={onEnd}>
        {t("logins.end")}
      </button>
    </li>
  );
}

export function LoginsDialog({ title, who, api, csrf, onClose, onSignedOut }: LoginsDialogProps) {
  const [logins, setLogins] = useState<readonly Login[] | null>(null);
  const [problem, setProblem] = useState("");
  const refused = useCallback((reason: Error) => setProblem(reason.message), []);
  const load = useCallback(() => api.logins(who).then(setLogins, refused), [api, who, refused]);
  useEffect(() => void load(), [load]);
  const end = (login: Login) => {
    setProblem("");
    api.endLogin(who, login.id, csrf).then(() => (login.current ? onSignedOut() : void load()), refused);
  };
  const endAll = () => {
    setProblem("");
    api.endLogins(who, csrf).then(() => (who === "me" ? onSignedOut() : void load()), refused);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="soft small">{t("logins.text")}</p>
      {logins?.length === 0 && <p>{t("logins.none")}</p>}
      <ul className="person-list" aria-label={title}>
        {logins?.map((login) => (
          <LoginLine key={login.id} login={login} onEnd={() => end(login)} />
        ))}
      </ul>
      <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
      {logins !== null && logins.length > 0 && (
        <button type="button" className="button" onClick={endAll}>
          {t("logins.end_all")}
        </button>
      )}
    </Dialog>
  );
}
