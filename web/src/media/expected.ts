// What should be arriving at a page now. Pure.
import { shownMedia } from "../session/select";
import type { RoomState } from "../session/store";
import type { Expected } from "./recovery";
import { showsFace } from "./tracks";

/** What somebody sends that is being forwarded to this page. */
export function expectedOf({ edges, view, joined, closed }: RoomState): Expected {
  if (!joined || closed !== null) return "nothing";
  const moves = (id: string) => showsFace(shownMedia(view, id)) || shownMedia(view, id)?.screen === true;
  if (edges.sees.some(moves)) return "picture";
  return edges.hears.some((id) => shownMedia(view, id)?.mic) ? "sound" : "nothing";
}
