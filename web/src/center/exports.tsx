/** Copies of what is kept of a person: asked for, put together, fetched for a week. */
import { useCallback, useState } from "react";
import { usePolled } from "../home/use-polled";
import { useSubmit } from "../home/use-submit";
import { dateAndTime, t } from "../i18n/t";
import { downloadOf, type Export, type RightsApi } from "./rights-api";

const LOOK_EVERY_MS = 2_000;

interface ExportsProps {
  readonly personId: string;
  readonly name: string;
  readonly csrf: string;
  readonly api: RightsApi;
}

export function Exports({ personId, name, csrf, api }: ExportsProps) {
  const [wrong, setWrong] = useState("");
  const failed = useCallback((reason: Error) => setWrong(reason.message), []);
  const look = useCallback(() => api.exports(personId), [api, personId]);
  const [made, lookAgain] = usePolled(look, LOOK_EVERY_MS, failed);
  const { busy, problem, submit } = useSubmit(() => api.ask(personId, csrf).then(lookAgain));
  const making = made?.some(({ size, failed: why }) => size === null && why === "") ?? true;
  return (
    <form className="stack" onSubmit={submit} aria-label={t("rights.export")}>
      <p>{t("rights.export_text", { name })}</p>
      {made !== null && made.length > 0 && (
        <ul className="rights-exports">
          {made.map((each) => (
            <li key={each.id}>
              <Copy made={each} address={downloadOf(personId, each)} />
            </li>
          ))}
        </ul>
      )}
      <div role="alert">{(problem || wrong) && <p className="notice danger">{problem || wrong}</p>}</div>
      <button type="submit" className="button" disabled={busy || making}>
        {t("rights.export")}
      </button>
    </form>
  );
}

function Copy({ made, address }: { readonly made: Export; readonly address: string }) {
  const asked = dateAndTime(made.asked_at);
  if (made.failed !== "") return <span>{t("rights.failed", { asked, why: made.failed })}</span>;
  if (made.size === null) return <span role="status">{t("rights.making", { asked })}</span>;
  return (
    <a href={address} download>
      {t("rights.download", { asked, until: dateAndTime(made.until) })}
    </a>
  );
}
