/** The parts of the center's page, and their addresses. Pure. */
import type { TextKey } from "../i18n/t";

export type Part = "floor" | "sessions" | "people" | "exercises" | "links" | "record" | "privacy" | "settings";

const NAMED: readonly Part[] = ["sessions", "people", "links", "record", "privacy", "settings"];
const HOME = "/dashboard/center";

/** In the page's navigation, in this order; the sheet of links is reached from the people. */
export const PARTS: readonly { readonly part: Part; readonly title: TextKey }[] = [
  { part: "floor", title: "center.floor" },
  { part: "sessions", title: "center.sessions" },
  { part: "people", title: "center.people" },
  { part: "exercises", title: "home.exercises" },
  { part: "record", title: "record.title" },
  { part: "privacy", title: "consent.title" },
  { part: "settings", title: "center.settings" },
];

/** The exercises have a page of their own, which is the tutors' too. */
export function addressOf(part: Part): string {
  if (part === "exercises") return "/dashboard/exercises";
  return part === "floor" ? HOME : `${HOME}/${part}`;
}

/** The part at an address of this page. */
export function partOf(path: string): Part {
  const last = path.slice(HOME.length + 1);
  return NAMED.find((part) => part === last) ?? "floor";
}
