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
  #takenBack: number;

  constructor(api: ExcalidrawImperativeAPI, board: SharedBoard) {
    this.#api = api;
    this.#board = board;
    this.#generation = board.state.get().generation;
    this.#takenBack = board.state.get().taken_back;
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
    const { scene } = this.#board.state.get();
    const anew = this.#begunAnew();
    const shown = new Map(this.#api.getSceneElementsIncludingDeleted().map((element) => [element.id, element]));
    const held = anew ? null : inHand(this.#api.getAppState());
    let differs = anew && shown.size > 0;
    const elements: Shown[] = [];
    for (const [id, element] of scene) {
      const mine = shown.get(id);
      const kept = mine !== undefined && stays(mine, element, held) ? mine : null;
      elements.push(kept ?? (structuredClone(element) as unknown as Shown));
      differs ||= kept === null;
    }
    if (!differs) return;
    if (!anew) elements.push(...[...shown.values()].filter(({ id }) => !scene.has(id)));
    this.#api.updateScene({ elements: ordered(elements), captureUpdate: CaptureUpdateAction.NEVER });
    if (anew) this.#api.history.clear();
  }

  /** Whether since the last time the board was cleared, or something was taken back. */
  #begunAnew(): boolean {
    const { generation, taken_back } = this.#board.state.get();
    const anew = generation !== this.#generation || taken_back !== this.#takenBack;
    this.#generation = generation;
    this.#takenBack = taken_back;
    return anew;
  }
}

/** Whether Excalidraw goes on with what it has. `held`: what is in the hand; null: nothing of before counts any more. */
function stays(mine: Shown, element: BoardElement, held: ReadonlySet<string> | null): boolean {
  if (stamp(seen(mine)) === stamp(element)) return true;
  return held !== null && (held.has(mine.id) || wins(seen(mine), element));
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
