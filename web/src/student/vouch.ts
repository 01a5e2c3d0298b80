/**
 * Whether the sign really stands on the page. Asked of the DOM, never of what was meant to be drawn: translations and
 * extensions rewrite pages, and React then goes on with nodes that nobody sees. The words are put there by hand, so that
 * they can always be put there again.
 */
import { isShown } from "../ui/is-shown";
import type { SignFault } from "../wire/session";
import type { SignPart } from "./sign-words";

const PERSON = "data-person";

/** Write the sign anew; nothing that was there before stays. */
export function drawSign(place: HTMLElement, parts: readonly SignPart[]): void {
  place.replaceChildren(
    ...parts.map(({ text, person }) => {
      const element = document.createElement(person === null ? "span" : "bdi");
      if (person !== null) element.setAttribute(PERSON, person);
      element.setAttribute("translate", "no");
      element.textContent = text;
      return element;
    }),
  );
}

/** Why these words cannot be read on the page now; null: they can. */
export function faultOf(place: HTMLElement | null, parts: readonly SignPart[]): SignFault | null {
  if (place === null || !place.isConnected) return "hidden";
  if (place.textContent !== parts.map(({ text }) => text).join("")) return "rewritten";
  const names = new Map([...place.querySelectorAll(`[${PERSON}]`)].map((each) => [each.getAttribute(PERSON), each]));
  const people = parts.filter(({ person }) => person !== null);
  if (people.some(({ person, text }) => names.get(person)?.textContent !== text)) return "rewritten";
  if (!isShown(place) || [...names.values()].some((name) => !isShown(name))) return "hidden";
  return isAway(place) || isCovered(place) ? "hidden" : null;
}

/** Scrolled out of the window, or pushed out of it. */
function isAway(place: HTMLElement): boolean {
  const { left, top, width, height } = place.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  return x < 0 || y < 0 || x > innerWidth || y > innerHeight;
}

/** Something that is not of this page lies over all of it. Our own dialogs may: who opened one saw the sign. */
function isCovered(place: HTMLElement): boolean {
  const { left, top, width, height } = place.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width * part, top + height / 2));
  const root = document.getElementById("root");
  return points.every(
    (over) =>
      over !== null && over !== document.body && over !== document.documentElement && root?.contains(over) === false,
  );
}
