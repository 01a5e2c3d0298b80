/** A modal dialog: the browser's own, so focus stays inside, Escape closes it, and focus returns. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../i18n/t";
import { Icon } from "./icons";
import "./dialog.css";

interface DialogProps {
  readonly title: string;
  /** At the side of the page, as high as it. */
  readonly side?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** It is open as long as it is rendered. */
export function Dialog({ title, side = false, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className={side ? "dialog side" : "dialog"} aria-labelledby={titleId} onCancel={onClose}>
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="button quiet small" aria-label={t("common.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
