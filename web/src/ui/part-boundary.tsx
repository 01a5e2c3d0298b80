/** Where an error in drawing ends: a part says so and can be tried again, and the page around it goes on. */
import { Component, type ReactNode } from "react";
import { t } from "../i18n/t";

interface PartFailedProps {
  /** It was there, and broke; else it did not come. */
  readonly loaded: boolean;
  readonly onAgain: () => void;
}

export function PartFailed({ loaded, onAgain }: PartFailedProps) {
  return (
    <div className="notice warn" role="alert">
      <p>{t(loaded ? "part.broke" : "part.missing")}</p>
      <button type="button" className="button small" onClick={onAgain}>
        {t("common.retry")}
      </button>
    </div>
  );
}

interface PartBoundaryProps {
  /** What stays usable beside the words. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

export class PartBoundary extends Component<PartBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <>
        {this.props.beside}
        <PartFailed loaded onAgain={() => this.setState({ failed: false })} />
      </>
    );
  }
}
