// Between Excalidraw and a shared board. Excalidraw changes its elements in place and raises their version; what is being
// drawn or typed at this moment is not taken out of the hand, but shown as all have it as soon as it is let go.
import { CaptureUpdateAction, isInvisiblySmallElement } from "@excalidraw/excalidraw";
import type { AppState, ExcalidrawImperativeAPI, ExcalidrawProps } from "@excalidraw/excalidraw/types";
import { type BoardElement, ordered, type SharedBoard, stamp, wins } from "../session/boards";

export type Elements = Parameters<NonNullable<ExcalidrawProps["onChange"]>>[0];
type Shown = Elements[number];

const seen = (element: Shown): BoardElement => element as unknown as BoardElement;

export class Binding {
  readonly #api: ExcalidrawImperativeAPI;
  readonly #board: SharedBoard;
  #generation: number;

  constructor(api: ExcalidrawImperativeAPI, board: SharedBoard) {
    this.#api = api;
    this.#board = board;
    this.#generation = board.state.get().generation;
  }

  /** Excalidraw says that something changed, which it also does when only the view did. */
  changed(elements: Elements, state: AppState): void {
    const { scene } = this.#board.state.get();
    const news = elements.filter((element) => {
      const known = scene.get(element.id);
      return wins(seen(element), known) && (known !== undefined || !isNothing(element));
    });
    if (news.length > 0) this.#board.draw(news.map(seen));
    else if (inHand(state).size === 0) this.show();
  }

  /** Show what all have. */
  show(): void {
    const { scene, generation } = this.#board.state.get();
    const cleared = generation !== this.#generation;
    this.#generation = generation;
    const shown = new Map(this.#api.getSceneElementsIncludingDeleted().map((element) => [element.id, element]));
    const held = inHand(this.#api.getAppState());
    let differs = cleared && shown.size > 0;
    const elements: Shown[] = [];
    for (const [id, element] of scene) {
      const mine = shown.get(id);
      const keep =
        mine !== undefined && (held.has(id) || stamp(seen(mine)) === stamp(element) || wins(seen(mine), element));
      elements.push(keep ? mine : (structuredClone(element) as unknown as Shown));
      differs ||= !keep;
    }
    if (!cleared) for (const [id, mine] of shown) if (!scene.has(id)) elements.push(mine);
    if (!differs) return;
    this.#api.updateScene({ elements: ordered(elements), captureUpdate: CaptureUpdateAction.NEVER });
    if (cleared) this.#api.history.clear();
  }
}

/** Begun but not there yet: a click without a stroke, a text without a letter. */
function isNothing(element: Shown): boolean {
  return isInvisiblySmallElement(element) || (element.type === "text" && element.text === "");
}

/** What this person is drawing, typing or resizing at this moment. */
function inHand(state: AppState): ReadonlySet<string> {
  const one = [state.newElement, state.editingTextElement, state.resizingElement, state.multiElement];
  const ids = one.flatMap((element) => (element === null ? [] : [element.id]));
  const moved = state.selectedElementsAreBeingDragged ? Object.keys(state.selectedElementIds) : [];
  return new Set([...ids, ...moved]);
}
