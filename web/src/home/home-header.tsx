/** The head of every home page: the center, who is signed in, what concerns them alone, the way out. */
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import { ActButton } from "../ui/act-button";
import type { Me } from "./api";
import "./home-header.css";
import "../styles/brand.css";
import "../styles/page-head.css";

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
    <header className="page-head">
      <span className="brand">Deskside</span>
      <span className="soft clip home-center">{me.user.center_name}</span>
      {children}
      <span className="home-who clip">{me.user.name}</span>
      <span className="home-own">
        <ActButton word={t("home.calendar")} name={t("home.calendar_long")} onClick={onCalendar} />
        <ActButton word={t("home.logins")} name={t("home.logins_long")} onClick={onLogins} />
        {onPassword !== undefined && (
          <ActButton word={t("home.password")} name={t("home.password_long")} onClick={onPassword} />
        )}
        <ActButton word={t("home.sign_out")} onClick={onSignOut} />
      </span>
    </header>
  );
}
