/** What every page begins with: the data that it was served with, and the place where it is drawn. */
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { Me, Summary } from "../home/api";

/** A page of one session. */
export interface SessionBoot extends Me {
  readonly session: Summary;
}

/** The JSON in the page's element `boot`; the server wrote it. */
export function readBoot<T>(): T {
  return JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as T;
}

export function draw(page: ReactNode): void {
  const root = document.getElementById("root");
  if (root !== null) createRoot(root).render(page);
}

export const HOME = "/";
export const goTo = (address: string): void => location.assign(address);
export const reload = (): void => location.reload();

/** Whether this browser can hold a call at all. */
export const canCall = typeof RTCPeerConnection === "function";
