/** The head of every home page: the center, who is signed in, the way out. */
import { t } from "../i18n/t";
import type { Me } from "./api";

interface HomeHeaderProps {
  readonly me: Me;
  readonly onSignOut: () => void;
}

export function HomeHeader({ me, onSignOut }: HomeHeaderProps) {
  return (
    <header className="home-head">
      <span className="brand">Deskside</span>
      <span className="soft clip">{me.user.center_name}</span>
      <span className="home-who clip">{me.user.name}</span>
      <button type="button" className="button quiet small" onClick={onSignOut}>
        {t("home.sign_out")}
      </button>
    </header>
  );
}
