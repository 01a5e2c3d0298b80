/** What every page begins with: the data that it was served with, and the place where it is drawn. */
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { Me, Summary } from "../home/api";
import "../styles/every-page.css";
import { languageNow, type Sources, startLanguage } from "../i18n/language";
import { outliveForeignEdits } from "../ui/foreign-edits";
import { loadModule } from "../ui/load-module";
import { PageBoundary } from "../ui/page-boundary";
import { holdsCalls } from "../ui/platform";

/** A page of one session. */
export interface SessionBoot extends Me {
  readonly session: Summary;
}

/** The JSON in the page's element `boot`; the server wrote it. */
export function readBoot<T>(): T {
  return JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as T;
}

/** The page's first script has told the person that this browser is too old: those words stay. */
const tooOld = document.documentElement.hasAttribute("data-too-old");

/** Draw the page, and draw it anew whenever another language is chosen. `onDead`: an error has ended it. `words`: its own, where it needs no others. */
export function draw(page: ReactNode, onDead: () => void = () => {}, words?: Sources): void {
  const element = document.getElementById("root");
  if (element === null || tooOld) return;
  outliveForeignEdits(element);
  const root = createRoot(element);
  const show = () =>
    root.render(
      <PageBoundary key={languageNow()} onDead={onDead}>
        {page}
      </PageBoundary>,
    );
  startLanguage(show, (load) => loadModule(load, () => {}), words);
}

export const HOME = "/";
export const CONNECTION_TEST = "/connection-test";
export const goTo = (address: string): void => location.assign(address);
export const reload = (): void => location.reload();

/** Whether this browser can hold a call at all. */
export const canCall = !tooOld && holdsCalls();
