/** Start, pause, resume, end. */
import { useState } from "react";
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import { isPending } from "../session/select";
import type { RoomState } from "../session/store";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import type { Session } from "../wire/session";

interface LifeButtonsProps {
  readonly state: RoomState;
  readonly view: Session;
  readonly commands: Commands;
}

function EndButton({ state, commands }: Omit<LifeButtonsProps, "view">) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {t("session.end")}
      </button>
      {asking && (
        <Dialog title={t("session.end_title")} onClose={() => setAsking(false)}>
          <p>{t("session.end_text")}</p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </button>
            <button
              type="button"
              className="button danger"
              disabled={isPending(state, "end")}
              onClick={() => void commands.end()}
            >
              {t("session.end_confirm")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

export function LifeButtons({ state, view, commands }: LifeButtonsProps) {
  if (view.status === "SCHEDULED") {
    const starting = isPending(state, "start");
    return (
      <button type="button" className="button primary" disabled={starting} onClick={() => void commands.start()}>
        <Icon name="play" />
        <span>{t(starting ? "session.starting" : "session.start")}</span>
      </button>
    );
  }
  return (
    <>
      {view.paused ? (
        <button
          type="button"
          className="button primary"
          disabled={isPending(state, "resume")}
          onClick={() => void commands.resume()}
        >
          <Icon name="play" />
          <span>{t("session.resume")}</span>
        </button>
      ) : (
        <button
          type="button"
          className="button"
          disabled={isPending(state, "pause")}
          onClick={() => void commands.pause()}
        >
          <Icon name="pause" />
          <span>{t("session.pause")}</span>
        </button>
      )}
      <EndButton state={state} commands={commands} />
    </>
  );
}
