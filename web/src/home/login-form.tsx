/** Signing in with email and password. Errors say what to do, and never which of the two was wrong. */
import { type FormEvent, useState } from "react";
import { t } from "../i18n/t";
import type { Api, CenterChoice, RequestRefused } from "./api";
import { TextField } from "./text-field";
import "./login-form.css";
import "../styles/brand.css";

interface LoginFormProps {
  /** Rejects with `RequestRefused`. */
  readonly signIn: Api["signIn"];
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
  const [centers, setCenters] = useState<readonly CenterChoice[]>([]);
  const enter = (centerId: string | null) => {
    setBusy(true);
    setProblem("");
    const answered = (choices: readonly CenterChoice[] | undefined) => {
      if (choices === undefined) return onSignedIn();
      setBusy(false);
      setCenters(choices);
    };
    signIn(email, password, centerId).then(answered, (refused: RequestRefused) => {
      setBusy(false);
      setProblem(reasonOf(refused));
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter(null);
  };
  const edit = (set: (value: string) => void) => (value: string) => {
    set(value);
    setProblem("");
    setCenters([]);
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
        {centers.length > 0 && <p>{t("login.which")}</p>}
        {centers.map(({ id, name }) => (
          <button key={id} type="button" className="button" disabled={busy} onClick={() => enter(id)}>
            {name}
          </button>
        ))}
        <button type="submit" className="button primary" disabled={busy || email === "" || password === ""}>
          {t(busy ? "login.signing_in" : "login.submit")}
        </button>
      </form>
    </main>
  );
}
