/** A page that is a single message: what happened, what it means, what one can do. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import "./state-page.css";

interface StatePageProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** Buttons or links. */
  readonly children?: ReactNode;
}

export function StatePage({ icon, title, text, children }: StatePageProps) {
  return (
    <main className="state-page">
      <div className="state-card">
        <span className="state-mark">
          <Icon name={icon} />
        </span>
        <h1>{title}</h1>
        <p className="soft">{text}</p>
        {children !== undefined && <div className="row">{children}</div>}
      </div>
    </main>
  );
}
