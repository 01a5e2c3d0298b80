/** One's sessions in a calendar: the secret address, shown once, and how to end it. */
import { useEffect, useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { Api } from "./api";
import { CopyRow } from "./copy-row";

interface SubscribeDialogProps {
  readonly api: Api;
  readonly csrf: string;
  readonly onClose: () => void;
}

/** The scheme by which calendar programs are opened. */
const asWebcal = (url: string): string => url.replace(/^https?:/, "webcal:");

export function SubscribeDialog({ api, csrf, onClose }: SubscribeDialogProps) {
  const [madeAt, setMadeAt] = useState<number | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [told, setTold] = useState("");
  const refused = (reason: Error) => setTold(reason.message);
  useEffect(() => {
    api.calendarMadeAt().then(setMadeAt, (reason: Error) => setTold(reason.message));
  }, [api]);
  const make = () => {
    setTold("");
    api.makeCalendar(csrf).then((made) => {
      setUrl(made);
      setMadeAt(Date.now());
    }, refused);
  };
  const revoke = () =>
    api.revokeCalendar(csrf).then(() => {
      setUrl(null);
      setMadeAt(null);
      setTold(t("calendar.revoked"));
    }, refused);
  return (
    <Dialog title={t("calendar.title")} onClose={onClose}>
      <p>{t("calendar.text")}</p>
      {url !== null && (
        <>
          <CopyRow label={t("calendar.address")} value={url} />
          <p>
            <a href={asWebcal(url)}>{t("calendar.open")}</a>
          </p>
          <p className="soft small">{t("calendar.google")}</p>
        </>
      )}
      {url === null && madeAt !== null && (
        <p className="notice">{t("calendar.again_text", { date: dateAndTime(madeAt) })}</p>
      )}
      <p className="soft small">{t("calendar.secret")}</p>
      <p role="status">{told}</p>
      <div className="dialog-actions">
        {madeAt !== null && (
          <button type="button" className="button danger" onClick={() => void revoke()}>
            {t("calendar.revoke")}
          </button>
        )}
        <button type="button" className={url === null ? "button primary" : "button"} onClick={make}>
          {t(madeAt === null ? "calendar.make" : "calendar.again")}
        </button>
      </div>
    </Dialog>
  );
}
