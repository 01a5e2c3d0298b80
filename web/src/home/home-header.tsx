/** The head of every home page: the center, who is signed in, what concerns them alone, the way out. */
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import type { Me } from "./api";
import "./home-header.css";
import "../styles/brand.css";

interface HomeHeaderProps {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onCalendar: () => void;
  readonly onLogins: () => void;
  /** Students have none. */
  readonly onPassword?: () => void;
  /** The parts of the page. */
  readonly children?: ReactNode;
}

export function HomeHeader({ me, onSignOut, onCalendar, onLogins, onPassword, children }: HomeHeaderProps) {
  return (
    <header className="home-head">
      <span className="brand">Deskside</span>
      <span className="soft clip home-center">{me.user.center_name}</span>
      {children}
      <span className="home-who clip">{me.user.name}</span>
      <span className="home-own">
        <button
          type="button"
          className="button quiet small"
          aria-label={t("home.calendar_long")}
          title={t("home.calendar_long")}
          onClick={onCalendar}
        >
          {t("home.calendar")}
        </button>
        <button
          type="button"
          className="button quiet small"
          aria-label={t("home.logins_long")}
          title={t("home.logins_long")}
          onClick={onLogins}
        >
          {t("home.logins")}
        </button>
        {onPassword !== undefined && (
          <button
            type="button"
            className="button quiet small"
            aria-label={t("home.password_long")}
            title={t("home.password_long")}
            onClick={onPassword}
          >
            {t("home.password")}
          </button>
        )}
        <button type="button" className="button quiet small" onClick={onSignOut}>
          {t("home.sign_out")}
        </button>
      </span>
    </header>
  );
}
