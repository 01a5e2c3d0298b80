/** A button that opens a small panel beside it. Escape, a click elsewhere and leaving it by keyboard close it. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./icons";
import "./disclosure.css";

interface DisclosureProps {
  readonly label: string;
  readonly icon: IconName;
  readonly children: ReactNode;
}

export function Disclosure({ label, icon, children }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!open) return;
    const leave = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      place.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);
  return (
    <div ref={place} className="disclosure">
      <button
        type="button"
        className="button quiet"
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <section id={panelId} className="disclosure-panel" aria-label={label}>
          {children}
        </section>
      )}
    </div>
  );
}
