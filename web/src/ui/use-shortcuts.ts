/** Single keys that do something anywhere on the page but where they mean something of their own. */
import { useEffect, useRef } from "react";

/** Where people type or draw, and dialogs, which have the page to themselves. */
export const OWN_KEYS =
  "input:not([type=radio], [type=checkbox]), select, textarea, dialog, [contenteditable], .excalidraw";

/** By the key's own name, in lower case: "m", "?", "1", "escape". */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** The act of a key press; undefined if it has none here. */
export function actOf(
  shortcuts: Shortcuts,
  pressed: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "repeat">,
  onOwnKeys: boolean,
): (() => void) | undefined {
  if (onOwnKeys || pressed.repeat || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  const key = pressed.key.toLowerCase();
  return Object.hasOwn(shortcuts, key) ? shortcuts[key] : undefined;
}

/** `shortcuts` may be another object at each drawing. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const own = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
      const act = actOf(latest.current, event, own || event.defaultPrevented);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
