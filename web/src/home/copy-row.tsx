/** Something to copy: a field that cannot be changed, and a button. */
import { useRef, useState } from "react";
import { t } from "../i18n/t";
import "./copy-row.css";

export function CopyRow({ label, value }: { readonly label: string; readonly value: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select(); // Without a secure page there is no clipboard: then it is at least selected.
    await navigator.clipboard?.writeText(value);
    setCopied(navigator.clipboard !== undefined);
  };
  return (
    <div className="link-row">
      <input ref={field} className="input" readOnly aria-label={label} value={value} />
      <button type="button" className="button primary" onClick={() => void copy()}>
        {t(copied ? "link.copied" : "link.copy")}
      </button>
    </div>
  );
}
