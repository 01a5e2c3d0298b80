// Excalidraw's dialogs, its list of keys above all: it moves the focus there a moment later, onto links that are not shown
// here, and a key that is pressed meanwhile, or afterwards, finds nobody. Here Escape closes what is open wherever the focus is.
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type RefObject, useEffect } from "react";

/** Excalidraw hangs them below the body, not into its own element. */
const OPEN = ".excalidraw-modal-container [role=dialog]";
const CONTENT = ".Modal__content";
const STOPS = "button, input, select, textarea, [tabindex='0']";

/** The focus goes into a dialog of the sheet when it opens and stays there; afterwards it is on the sheet again. */
export function useDialogs(api: ExcalidrawImperativeAPI | null, holder: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (api === null) return;
    let wasOpen = false;
    const opened = () => {
      const dialog = document.querySelector(OPEN);
      if (!dialog?.contains(document.activeElement)) dialog?.querySelector<HTMLElement>(CONTENT)?.focus();
    };
    const forget = api.onChange((_, { openDialog }) => {
      const open = openDialog !== null;
      if (open && !wasOpen) requestAnimationFrame(opened); // it is drawn by then
      wasOpen = open;
    });
    const press = (event: KeyboardEvent) => {
      const dialog = document.querySelector(OPEN);
      if (dialog === null || api.getAppState().openDialog === null) return;
      if (event.key === "Tab") keepWithin(dialog, event);
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      api.updateScene({ appState: { openDialog: null } });
      holder.current?.querySelector<HTMLElement>(".excalidraw")?.focus();
    };
    addEventListener("keydown", press, { capture: true });
    return () => {
      forget();
      removeEventListener("keydown", press, { capture: true });
    };
  }, [api, holder]);
}

/** Round and round within the dialog, from wherever the focus is. */
function keepWithin(dialog: Element, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.offsetParent !== null);
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = event.shiftKey ? stops.at(at <= 0 ? -1 : at - 1) : stops[(at + 1) % stops.length];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
