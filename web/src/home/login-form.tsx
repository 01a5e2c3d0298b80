/** Signing in with email and password. Errors say what to do, and never which of the two was wrong. */
import { type FormEvent, useState } from "react";
import { t } from "../i18n/t";
import type { RequestRefused } from "./api";
import { TextField } from "./text-field";
import "./login-form.css";
import "../styles/brand.css";

interface LoginFormProps {
  /** Rejects with `RequestRefused`. */
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly onSignedIn: () => void;
}

function reasonOf({ code, message }: RequestRefused): string {
  if (code === "unreachable") return t("login.unreachable");
  if (code === "rate_limited") return t("login.too_many");
  return code === "unauthorized" || message === "" ? t("login.wrong") : message;
}

export function LoginForm({ signIn, onSignedIn }: LoginFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    signIn(email, password).then(onSignedIn, (refused: RequestRefused) => {
      setBusy(false);
      setProblem(reasonOf(refused));
    });
  };
  const edit = (set: (value: string) => void) => (value: string) => {
    set(value);
    setProblem("");
  };
  return (
    <main className="state-page">
      <form className="card login stack" onSubmit={submit}>
        <span className="brand">Deskside</span>
        <h1>{t("login.title")}</h1>
        <p className="soft">{t("login.lead")}</p>
        <TextField
          label={t("login.email")}
          type="email"
          autoComplete="username"
          value={email}
          invalid={problem !== ""}
          onChange={edit(setEmail)}
        />
        <TextField
          label={t("login.password")}
          type="password"
          autoComplete="current-password"
          value={password}
          invalid={problem !== ""}
          onChange={edit(setPassword)}
        />
        <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
        <button type="submit" className="button primary" disabled={busy || email === "" || password === ""}>
          {t(busy ? "login.signing_in" : "login.submit")}
        </button>
      </form>
    </main>
  );
}
