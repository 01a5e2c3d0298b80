/** The only page of somebody who came by a link or a password that an admin made: they choose their own, and are in. */
import { useState } from "react";
import { t } from "../i18n/t";
import type { Api, Me } from "./api";
import { TextField } from "./text-field";
import { useSubmit } from "./use-submit";
import "./login-form.css";
import "../styles/brand.css";

interface ChoosePasswordProps {
  readonly me: Me;
  readonly api: Pick<Api, "setPassword">;
  readonly onChosen: () => void;
}

export function ChoosePassword({ me, api, onChosen }: ChoosePasswordProps) {
  const [password, setPassword] = useState("");
  const { busy, problem, submit } = useSubmit(() => api.setPassword("", password, me.csrf).then(onChosen));
  return (
    <main className="state-page">
      <form className="card login stack" noValidate onSubmit={submit}>
        <span className="brand">Deskside</span>
        <h1>{t("password.first")}</h1>
        <p className="soft">{t("password.first_text", { name: me.user.name })}</p>
        <TextField
          label={t("password.new")}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
        <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
        <button type="submit" className="button primary" disabled={busy || password === ""}>
          {t("password.submit")}
        </button>
      </form>
    </main>
  );
}
