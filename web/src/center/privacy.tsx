/** What the center tells about recording, who decides for students, and every version of the texts. */
import { useCallback, useEffect, useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { Choice } from "../ui/choice";
import type { ConsentApi, ConsentFrom, ConsentSetup, Version } from "./consent-api";
import { ConsentTexts } from "./consent-texts";
import "./privacy.css";

interface PrivacyProps {
  readonly consentApi: ConsentApi;
  readonly csrf: string;
  readonly onTell: (text: string) => void;
  readonly onFailed: (reason: Error) => void;
}

function made({ made_at, maker_name }: Version): string {
  if (made_at === null) return t("consent.version_default");
  return maker_name === "" ? dateAndTime(made_at) : t("consent.version_by", { date: dateAndTime(made_at), maker_name });
}

function History({ setup }: { readonly setup: ConsentSetup }) {
  return (
    <section className="card stack" aria-label={t("consent.history")}>
      <h2>{t("consent.history")}</h2>
      <p className="soft small">{t("consent.history_text")}</p>
      <ul className="versions">
        {setup.history.map((version, place) => (
          <li key={version.number}>
            <a href={`${setup.privacy_path}?version=${version.number}`} target="_blank" rel="noreferrer">
              {t("consent.version", { number: version.number })}
            </a>
            <span className="soft small">
              {made(version)} · {t("consent.kept_days", { days: version.retention_days })}
            </span>
            {place === 0 && <span className="chip good">{t("consent.present")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Privacy({ consentApi, csrf, onTell, onFailed }: PrivacyProps) {
  const [setup, setSetup] = useState<ConsentSetup | null>(null);
  const [pending, setPending] = useState(false);
  useEffect(() => void consentApi.setup().then(setSetup, onFailed), [consentApi, onFailed]);
  const decide = useCallback(
    (from: ConsentFrom) => {
      setPending(true);
      const done = (changed: ConsentSetup) => {
        setSetup(changed);
        onTell(t("center.saved"));
      };
      void consentApi
        .letDecide(from, csrf)
        .then(done, onFailed)
        .then(() => setPending(false));
    },
    [consentApi, csrf, onTell, onFailed],
  );
  return (
    <>
      <div className="home-title">
        <h1>{t("consent.title")}</h1>
        {setup !== null && (
          <a className="button" href={setup.privacy_path} target="_blank" rel="noreferrer">
            {t("consent.public_page")}
          </a>
        )}
      </div>
      {setup !== null && (
        <div className="privacy">
          <section className="card stack" aria-label={t("consent.from")}>
            <h2>{t("consent.from")}</h2>
            <Choice
              legend={t("consent.from")}
              value={setup.consent_from}
              pending={pending}
              options={[
                { value: "student", label: t("consent.from_student") },
                { value: "guardian", label: t("consent.from_guardian") },
              ]}
              onChange={decide}
            />
            <p className="soft small">
              {t(setup.consent_from === "guardian" ? "consent.from_guardian_hint" : "consent.from_student_hint")}
            </p>
          </section>
          <ConsentTexts
            key={setup.history[0]?.number}
            setup={setup}
            preview={(text) => consentApi.preview(text, csrf)}
            onSave={async (texts) => {
              setSetup(await consentApi.write(texts, setup.history[0]?.number ?? 1, csrf));
              onTell(t("consent.saved"));
            }}
          />
          <History setup={setup} />
        </div>
      )}
    </>
  );
}
