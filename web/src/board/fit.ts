// All that is drawn, in sight. Excalidraw's own "zoom to fit" takes the lower edge of its tools from the top of the window,
// not from its own: on a sheet further down the page everything lands too low and too small.
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type RefObject, useEffect } from "react";
import type { SharedBoard } from "../session/boards";

const MARGIN = 16;
const TOUCHES = ["pointerdown", "wheel", "keydown"] as const;
const WRITING = "input, textarea, select, [contenteditable]";

/** Show everything between the tools, never larger than life. An empty board stays where it is. */
function showAll(api: ExcalidrawImperativeAPI, sheet: HTMLElement): void {
  const elements = api.getSceneElements();
  if (elements.length === 0) return;
  const edge = (selector: string) => sheet.querySelector(selector)?.getBoundingClientRect();
  const { top, bottom } = edge(".excalidraw") ?? sheet.getBoundingClientRect();
  const upper = Math.max(0, (edge(".App-toolbar")?.bottom ?? top) - top);
  const lower = Math.max(0, bottom - (edge(".App-bottom-bar .App-toolbar-content")?.top ?? bottom));
  const canvasOffsets = { top: upper + MARGIN, bottom: lower + MARGIN, left: MARGIN, right: MARGIN };
  api.scrollToContent(elements, { fitToContent: true, animate: false, canvasOffsets });
}

/** What was drawn before is in sight, also once the sheet has its final size, until the person takes the sheet in hand. */
export function useFit(api: ExcalidrawImperativeAPI | null, board: SharedBoard, holder: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const sheet = holder.current;
    if (api === null || sheet === null) return;
    const over = new AbortController();
    let due = board.state.get().scene.size > 0;
    const attempt = () => {
      if (!due || over.signal.aborted || api.getAppState().isLoading || api.getSceneElements().length === 0) return;
      due = false;
      showAll(api, sheet);
    };
    const next = () => requestAnimationFrame(attempt); // Excalidraw has learned of its new size by then
    const resized = new ResizeObserver(() => {
      due ||= api.getSceneElements().length > 0;
      next();
    });
    resized.observe(sheet);
    const forget = api.onChange(() => due && next());
    const stop = () => {
      over.abort();
      resized.disconnect();
      forget();
    };
    for (const touch of TOUCHES) {
      sheet.addEventListener(touch, stop, { capture: true, passive: true, signal: over.signal });
    }
    return stop;
  }, [api, board, holder]);
  useEffect(() => {
    const sheet = holder.current;
    if (api === null || sheet === null) return;
    const press = (event: KeyboardEvent) => {
      const { code, shiftKey, altKey, ctrlKey, metaKey, target } = event;
      if (code !== "Digit1" || !shiftKey || altKey || ctrlKey || metaKey) return;
      if (target instanceof Element && target.matches(WRITING)) return;
      event.preventDefault();
      event.stopPropagation();
      showAll(api, sheet);
    };
    sheet.addEventListener("keydown", press, { capture: true });
    return () => sheet.removeEventListener("keydown", press, { capture: true });
  }, [api, holder]);
}
