/** The queue of calls for help: by urgency, then by waiting time. */

import { useState } from "react";
import { type TextKey, t } from "../i18n/t";
import { type Call, waitingMs } from "../session/select";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { lazyPart } from "../ui/lazy-part";
import { Ticking } from "../ui/ticking";
import type { Urgency } from "../wire/session";
import type { DeskApi } from "./desk-api";
import { DismissDialog } from "./dismiss-dialog";
import "./help-request-panel.css";

const HelpBoard = lazyPart(
  () => import("./help-board"),
  ({ default: Board }) => Board,
);

const URGENCY: Record<Urgency, { readonly text: TextKey; readonly tone: string }> = {
  urgent: { text: "help.urgent", tone: "danger" },
  high: { text: "help.high", tone: "warn" },
  normal: { text: "help.normal", tone: "" },
};

interface HelpRequestPanelProps {
  readonly queue: readonly Call[];
  /** One line, as something else is looked at: the first call, and how many more wait. */
  readonly slim: boolean;
  readonly readOnly: boolean;
  readonly fetchRevision: DeskApi["revision"];
  readonly onRespond: (studentId: string, helpId: string) => void;
  readonly onLater: (studentId: string, helpId: string) => void;
  readonly onDismiss: (studentId: string, helpId: string, word: string) => void;
  /** Whether a new call makes a sound. */
  readonly sound: boolean;
  readonly onSound: (on: boolean) => void;
}

interface HelpItemProps {
  readonly call: Call;
  readonly readOnly: boolean;
  readonly fetchRevision: DeskApi["revision"];
  readonly onRespond: () => void;
  readonly onLater: () => void;
  readonly onDismiss: () => void;
}

/** What it is about: the question, and the student's words. */
function about({ help, lane }: Call): string {
  const n = help.item_id === null ? 0 : (lane.exercise?.items.indexOf(help.item_id) ?? -1) + 1;
  return [n === 0 ? "" : t("help.question", { n }), help.text].filter((words) => words !== "").join(": ");
}

function HelpItem({ call, readOnly, fetchRevision, onRespond, onLater, onDismiss }: HelpItemProps) {
  const { help } = call;
  const { name } = call.lane.person;
  const { text, tone } = URGENCY[help.urgency];
  return (
    <li className="help-item" data-urgency={help.urgency}>
      <span className={`chip ${tone}`}>{t(text)}</span>
      <span className="help-words">
        <b className="clip" translate="no">
          {name}
        </b>
        <span className="clip soft" title={help.text}>
          {about(call)}
        </span>
        {help.postponed && <span className="chip">{t("help.postponed")}</span>}
        {help.board_revision !== null && (
          <HelpBoard call={call} revision={help.board_revision} fetchRevision={fetchRevision} />
        )}
      </span>
      <Ticking
        className="soft small numbers"
        text={(now) => t("help.waiting", { time: clockText(waitingMs(call, now)) })}
      />
      {!readOnly && (
        <span className="row">
          <button
            type="button"
            className="button small primary"
            aria-label={t("help.respond_to", { name })}
            onClick={onRespond}
          >
            {t("help.respond")}
          </button>
          {!help.postponed && (
            <button type="button" className="button small" aria-label={t("help.later_for", { name })} onClick={onLater}>
              {t("help.later")}
            </button>
          )}
          <button
            type="button"
            className="button small"
            aria-label={t("help.dismiss_of", { name })}
            onClick={onDismiss}
          >
            {t("help.dismiss")}
          </button>
        </span>
      )}
    </li>
  );
}

export function HelpRequestPanel(props: HelpRequestPanelProps) {
  const { queue, slim, readOnly, fetchRevision, onRespond, onLater, onDismiss, sound, onSound } = props;
  const [open, setOpen] = useState(false);
  const shown = slim && !open ? queue.slice(0, 1) : queue;
  const [dismissing, setDismissing] = useState<Call | null>(null);
  return (
    <section className="help-panel" data-slim={slim} aria-label={t("help.title")}>
      <h2 className="help-title">
        <Icon name="hand" />
        <span>{t("help.title")}</span>
        {queue.length > 0 && <span className="chip warn numbers">{queue.length}</span>}
        {slim && queue.length > 1 && (
          <button type="button" className="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "help.first" : "help.all")}
          </button>
        )}
        {!readOnly && (
          <button
            type="button"
            className="button quiet small help-sound"
            aria-pressed={sound}
            onClick={() => onSound(!sound)}
          >
            <Icon name="bell" />
            <span>{t("help.sound")}</span>
          </button>
        )}
      </h2>
      {queue.length === 0 && <p className="soft small">{t("help.nobody")}</p>}
      <ol className="help-list" aria-live="polite">
        {shown.map((call) => (
          <HelpItem
            key={call.help.help_id}
            call={call}
            readOnly={readOnly}
            fetchRevision={fetchRevision}
            onRespond={() => onRespond(call.lane.person.user_id, call.help.help_id)}
            onLater={() => onLater(call.lane.person.user_id, call.help.help_id)}
            onDismiss={() => setDismissing(call)}
          />
        ))}
      </ol>
      {dismissing !== null && (
        <DismissDialog
          name={dismissing.lane.person.name}
          onClose={() => setDismissing(null)}
          onDismiss={(word) => {
            onDismiss(dismissing.lane.person.user_id, dismissing.help.help_id, word);
            setDismissing(null);
          }}
        />
      )}
    </section>
  );
}
