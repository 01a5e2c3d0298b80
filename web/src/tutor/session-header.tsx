/** Title, life of the session, its clock, who waits for help, and whom the tutor speaks to. */
import { dateAndTime, listed, t, tn } from "../i18n/t";
import type { Commands } from "../session/commands";
import { helpQueue, sessionMs } from "../session/select";
import type { RoomState } from "../session/store";
import { longClockText } from "../ui/duration";
import { IconButton } from "../ui/icon-button";
import { Icon } from "../ui/icons";
import { Ticking } from "../ui/ticking";
import type { Session } from "../wire/session";
import { AddressAllButton } from "./address-all-button";
import { LifeButtons } from "./life-buttons";
import { RecordButton, Recorded } from "./record-button";
import { SessionSettings } from "./session-settings";
import "./session-header.css";

interface SessionHeaderProps {
  readonly state: RoomState;
  readonly view: Session;
  readonly commands: Commands;
  readonly readOnly: boolean;
  readonly onAnnounce: () => void;
  readonly onKeys: () => void;
}

function LifeChip({ state, view }: Pick<SessionHeaderProps, "state" | "view">) {
  if (state.link === "down") return <span className="chip warn">{t("connection.reconnecting")}</span>;
  if (state.link === "connecting") return <span className="chip">{t("connection.connecting")}</span>;
  if (view.status === "SCHEDULED") return <span className="chip">{t("session.scheduled")}</span>;
  if (view.paused) return <span className="chip warn">{t("session.paused")}</span>;
  return (
    <span className="chip good">
      <span className="dot" aria-hidden="true" />
      <span>{t("session.live")}</span>
    </span>
  );
}

export function SessionHeader({ state, view, commands, readOnly, onAnnounce, onKeys }: SessionHeaderProps) {
  const waiting = helpQueue(state).length;
  return (
    <header className="session-header">
      <div className="session-title clip">
        <h1 className="clip">{view.title}</h1>
        <p className="soft small clip">
          <span>{dateAndTime(view.scheduled_start)}</span>
          {view.observers.length > 0 && (
            <>
              <span>{" · "}</span>
              <Icon name="eye" />{" "}
              <span>{t("observers.here", { names: listed(view.observers.map((x) => x.name)) })}</span>
            </>
          )}
        </p>
      </div>
      <LifeChip state={state} view={view} />
      <Recorded state={state} view={view} />
      <span className="session-timer" title={t("session.timer")}>
        <span className="visually-hidden">{t("session.timer")}</span>
        <Ticking text={(now) => longClockText(sessionMs(state, now))} />
      </span>
      <span className={`chip ${waiting > 0 ? "warn" : ""}`} title={t("help.title")}>
        <Icon name="hand" />
        <span className="visually-hidden">
          {waiting === 0 ? t("session.help_none") : tn("session.help_count", waiting)}
        </span>
        <span aria-hidden="true" className="numbers">
          {waiting}
        </span>
      </span>
      {!readOnly && (
        <fieldset className="session-controls" aria-label={t("session.controls")}>
          {view.status === "LIVE" && <AddressAllButton kind={view.address_all} onAddress={commands.addressAll} />}
          {view.text_allowed && <IconButton icon="chat" label={t("session.announce")} onClick={onAnnounce} />}
          {view.status === "LIVE" && <RecordButton state={state} view={view} commands={commands} />}
          <LifeButtons state={state} view={view} commands={commands} />
          <SessionSettings state={state} view={view} commands={commands} />
        </fieldset>
      )}
      <span className="session-keys">
        <IconButton icon="keyboard" label={t("keys.open")} onClick={onKeys} />
      </span>
    </header>
  );
}
