/** Hold Space: pressed and let go, wherever the page has the focus but where Space means something of its own. */
import { useEffect } from "react";

const OWN_MEANING =
  "button, a, input, select, textarea, summary, dialog, [contenteditable], [role=slider], .excalidraw";

const isPlainSpace = (event: KeyboardEvent): boolean =>
  event.code === "Space" && !event.ctrlKey && !event.altKey && !event.metaKey;

/** `onHold(true)` once at the press, `onHold(false)` at the release or when the window loses the focus. */
export function useHoldSpace(enabled: boolean, onHold: (held: boolean) => void): void {
  useEffect(() => {
    if (!enabled) return;
    let held = false;
    const release = () => {
      if (!held) return;
      held = false;
      onHold(false);
    };
    const press = (event: KeyboardEvent) => {
      if (!isPlainSpace(event) || (event.target instanceof Element && event.target.closest(OWN_MEANING))) return;
      event.preventDefault(); // The page would scroll.
      if (held) return;
      held = true;
      onHold(true);
    };
    const lift = (event: KeyboardEvent) => {
      if (event.code === "Space") release();
    };
    document.addEventListener("keydown", press);
    document.addEventListener("keyup", lift);
    window.addEventListener("blur", release);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("keyup", lift);
      window.removeEventListener("blur", release);
      release();
    };
  }, [enabled, onHold]);
}
