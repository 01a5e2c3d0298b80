/** What is the matter with the whole session, as long as it is. */
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import type { RoomState } from "../session/store";
import { Banner } from "../ui/banner";
import { EndsSoon } from "../ui/ends-soon";
import type { Session } from "../wire/session";
import "./desk-banners.css";

interface DeskBannersProps {
  readonly state: RoomState;
  readonly view: Session;
  /** Below them. */
  readonly children: ReactNode;
}

export function DeskBanners({ state, view, children }: DeskBannersProps) {
  return (
    <div className="banners">
      {state.part === "observer" && (
        <Banner icon="eye" tone="plain" title={t("observer.badge")} text={t("observer.badge_text")} />
      )}
      {state.link === "down" && (
        <Banner
          icon="alert"
          tone="warn"
          title={t("connection.reconnecting")}
          text={t("connection.reconnecting_text")}
        />
      )}
      {!view.engine_up && (
        <Banner icon="alert" tone="warn" title={t("connection.engine_down")} text={t("connection.engine_down_text")} />
      )}
      {view.ends_at !== null && <EndsSoon at={view.ends_at} tutor={view.tutor.name} />}
      {view.paused && <Banner icon="pause" tone="plain" title={t("state.paused")} text={t("session.paused_text")} />}
      {children}
    </div>
  );
}
