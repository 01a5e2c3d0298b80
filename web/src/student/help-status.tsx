/** One's open call for help: that the tutor knows, how long it waits, and how to take it back. */
import { t } from "../i18n/t";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { Ticking } from "../ui/ticking";
import type { HelpRequest } from "../wire/session";

interface HelpStatusProps {
  readonly help: HelpRequest;
  readonly tutorName: string;
  readonly onWithdraw: () => void;
}

export function HelpStatus({ help, tutorName, onWithdraw }: HelpStatusProps) {
  return (
    <section className="notice warn" aria-live="polite">
      <Icon name="hand" />
      <div className="stack">
        <div>
          <b>{t("ask.sent", { tutor: tutorName })}</b>
          {help.postponed && <p className="small">{t("ask.postponed", { tutor: tutorName })}</p>}
          {help.place !== null && (
            <p className="small">{help.place === 1 ? t("ask.next") : t("ask.place", { n: help.place })}</p>
          )}
          <p className="small">
            <Ticking text={(now) => t("ask.waiting", { time: clockText(now - help.asked_at) })} />
          </p>
        </div>
        <button type="button" className="button small" onClick={onWithdraw}>
          {t("ask.withdraw")}
        </button>
      </div>
    </section>
  );
}
