/** Short notices, read out by screen readers. The region is always there: one that appears with its text is not read. */
import { t } from "../i18n/t";
import { Icon } from "./icons";
import "./toasts.css";

export interface Toast {
  readonly id: string | number;
  readonly text: string;
}

interface ToastsProps {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: Toast["id"]) => void;
}

export function Toasts({ toasts, onDismiss }: ToastsProps) {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          <span>{toast.text}</span>
          <button
            type="button"
            className="button quiet small"
            aria-label={t("common.dismiss")}
            onClick={() => onDismiss(toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
