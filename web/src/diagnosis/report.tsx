/** The report, to be copied. */
import { useState } from "react";
import { t } from "../i18n/t";
import "./report.css";

export function Report({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  // Without https there is no clipboard; the text can be selected by hand.
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <section className="card stack" aria-labelledby="report">
      <h2 id="report">{t("diagnosis.report")}</h2>
      <p className="soft small">{t("diagnosis.report_text")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="report" tabIndex={0} dir="ltr">
        {text}
      </pre>
      <div className="row">
        <button type="button" className="button" onClick={copy}>
          {t("diagnosis.copy")}
        </button>
        <span role="status">{copied ? t("diagnosis.copied") : ""}</span>
      </div>
    </section>
  );
}
