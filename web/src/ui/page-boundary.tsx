/** The last boundary: a page that cannot draw itself is off the air, says so, and can be loaded again. */
import { Component, type ReactNode } from "react";
import { t } from "../i18n/t";
import { StatePage } from "./state-page";

interface PageBoundaryProps {
  /** The page draws nothing more: whatever it sends must end now. */
  readonly onDead: () => void;
  readonly children: ReactNode;
}

export class PageBoundary extends Component<PageBoundaryProps, { readonly dead: boolean }> {
  override state = { dead: false };

  static getDerivedStateFromError() {
    return { dead: true };
  }

  override componentDidCatch() {
    this.props.onDead();
  }

  override render() {
    if (!this.state.dead) return this.props.children;
    return (
      <StatePage icon="alert" title={t("page.dead")} text={t("page.dead_text")}>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t("page.load_again")}
        </button>
      </StatePage>
    );
  }
}
