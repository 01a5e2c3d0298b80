/** What every page begins with: the data that it was served with, and the place where it is drawn. */
import { Fragment, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { Me, Summary } from "../home/api";
import "../styles/every-page.css";
import { languageNow, startLanguage } from "../i18n/language";

/** A page of one session. */
export interface SessionBoot extends Me {
  readonly session: Summary;
}

/** The JSON in the page's element `boot`; the server wrote it. */
export function readBoot<T>(): T {
  return JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as T;
}

/** Draw the page, and draw it anew whenever another language is chosen. */
export function draw(page: ReactNode): void {
  const element = document.getElementById("root");
  if (element === null) return;
  const root = createRoot(element);
  startLanguage(() => root.render(<Fragment key={languageNow()}>{page}</Fragment>));
}

export const HOME = "/";
export const CONNECTION_TEST = "/connection-test";
export const goTo = (address: string): void => location.assign(address);
export const reload = (): void => location.reload();

/** Whether this browser can hold a call at all. */
export const canCall = typeof RTCPeerConnection === "function";
