/** The end of a page's session, by the code with which it was closed. */
import { type TextKey, t } from "../i18n/t";
import type { IconName } from "./icons";
import { StatePage } from "./state-page";

interface Ending {
  readonly icon: IconName;
  readonly title: TextKey;
  readonly text: TextKey;
  /** What a reload of the page would do, if it helps. */
  readonly again?: TextKey;
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  superseded: { icon: "people", title: "state.superseded", text: "state.superseded_text", again: "state.use_here" },
  session_over: { icon: "check", title: "state.ended", text: "state.ended_text" },
  cancelled: { icon: "close", title: "state.cancelled", text: "state.cancelled_text" },
  removed: { icon: "leave", title: "state.removed", text: "state.removed_text" },
  tutor_changed: { icon: "people", title: "state.tutor_changed", text: "state.tutor_changed_text" },
  left: { icon: "leave", title: "state.left", text: "state.left_text", again: "state.rejoin" },
  not_found: { icon: "info", title: "state.not_found", text: "state.not_found_text" },
  signed_out: { icon: "info", title: "state.signed_out", text: "state.signed_out_text" },
  unauthorized: { icon: "info", title: "state.signed_out", text: "state.signed_out_text" },
  broken: { icon: "alert", title: "page.dead", text: "page.dead_text", again: "page.load_again" },
  unsupported: { icon: "alert", title: "state.unsupported", text: "state.unsupported_text" },
};
const FAILED: Ending = { icon: "alert", title: "state.failed", text: "state.failed_text", again: "common.retry" };

interface ClosedPageProps {
  /** superseded, session_over, cancelled, removed, left, not_found, signed_out, unauthorized, unsupported, or any other code. */
  readonly code: string;
  /** The server's own words; shown for codes without words of their own. */
  readonly message?: string;
  readonly homeHref: string;
  readonly onAgain: () => void;
}

export function ClosedPage({ code, message = "", homeHref, onAgain }: ClosedPageProps) {
  const known = ENDINGS[code];
  const ending = known ?? FAILED;
  return (
    <StatePage
      icon={ending.icon}
      title={t(ending.title)}
      text={known === undefined && message !== "" ? message : t(ending.text)}
    >
      {ending.again !== undefined && (
        <button type="button" className="button primary" onClick={onAgain}>
          {t(ending.again)}
        </button>
      )}
      <a className="button" href={code === "unauthorized" ? "/login" : homeHref}>
        {t(code === "unauthorized" ? "state.sign_in" : "common.home")}
      </a>
    </StatePage>
  );
}
