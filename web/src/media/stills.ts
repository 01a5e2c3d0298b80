// Which pictures should move and stand still, and what is tried about it. One line of a connection may carry nothing while all others do,
// so that nothing is wrong with the connection as a whole.
import { flowing, lanes, shownMedia } from "../session/select";
import type { RoomState } from "../session/store";
import { showsFace } from "./tracks";

/** A look comes every other second. */
const REFRESH_AT = 2;
/** A new connection after so many looks, then after twice as many, and so on: whoever sends may be the cause. */
const ANEW_AT = 4;

export type Cure = "refresh" | "anew" | null;

export interface Looked {
  /** The same object as long as the same people are in it. */
  readonly frozen: ReadonlySet<string>;
  readonly cure: Cure;
}

export class Stills {
  /** For how many looks no frame has come of whoever is expected; 0: not expected before, or it moves. */
  #looks: ReadonlyMap<string, number> = new Map();
  #frozen: ReadonlySet<string> = new Set();

  /** `moving`: of whom a frame came since the last look; null: this browser does not tell whose frames come. */
  look(state: RoomState, moving: ReadonlySet<string> | null): Looked {
    const next = (id: string) =>
      !moving || moving.has(id) || !this.#looks.has(id) ? 0 : (this.#looks.get(id) ?? 0) + 1;
    this.#looks = new Map(expectedPictures(state).map((id) => [id, next(id)]));
    const still = [...this.#looks].filter(([, looks]) => looks > 0);
    const forwarded = still.filter(([id]) => state.edges.sees.includes(id)).map(([, looks]) => looks);
    if (still.length !== this.#frozen.size || still.some(([id]) => !this.#frozen.has(id))) {
      this.#frozen = new Set(still.map(([id]) => id));
    }
    return { frozen: this.#frozen, cure: cureAt(forwarded) };
  }
}

/** Whose camera is on its way to this page; to a tutor's, whose should be. */
function expectedPictures({ view, edges, part }: RoomState): string[] {
  const taught =
    part === "tutor" && view !== null && flowing(view) ? lanes({ view }).map((each) => each.person.user_id) : [];
  const all = [...new Set([...edges.sees, ...taught])];
  return all.filter((id) => showsFace(shownMedia(view, id)) && !edges.paused_cameras.includes(id));
}

function cureAt(looks: readonly number[]): Cure {
  if (looks.some((each) => each >= ANEW_AT && Number.isInteger(Math.log2(each / ANEW_AT)))) return "anew";
  return looks.includes(REFRESH_AT) ? "refresh" : null;
}
