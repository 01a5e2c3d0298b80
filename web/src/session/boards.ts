// Boards as values: elements of a drawing, how drawings of several people become one, and what a screen may do with a
// board. The merge is the twin of `src/deskside/domain/boards/scene.py`.
import type { Outcome } from "./commands";
import type { Observable } from "./store";

/** The board of an open table; a lane's board has its student's id. */
export const TABLE = "table";

/** An element of Excalidraw: what everybody has to know of it. The rest travels along. */
export interface BoardElement {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly versionNonce: number;
  readonly isDeleted: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where in the pile it lies (a fractional index); null: not known yet. */
  readonly index?: string | null;
  readonly [field: string]: unknown;
}

export type Scene = ReadonlyMap<string, BoardElement>;

/** Whether `element` takes the place of `old`, an element of the same id. */
export function wins(element: BoardElement, old: BoardElement | undefined): boolean {
  if (old === undefined || element.version !== old.version) return element.version > (old?.version ?? -1);
  return element.versionNonce < old.versionNonce;
}

/** The scene with these elements, where they win; the same object if none does. */
export function merge(scene: Scene, elements: Iterable<BoardElement>): Scene {
  let merged: Map<string, BoardElement> | null = null;
  for (const element of elements) {
    if (!wins(element, (merged ?? scene).get(element.id))) continue;
    merged ??= new Map(scene);
    merged.set(element.id, element);
  }
  return merged ?? scene;
}

/** From the bottom of the pile to its top; the same at every end. */
export function ordered<E extends { readonly id: string; readonly index?: string | null }>(elements: Iterable<E>): E[] {
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...elements].sort((a, b) => by(a.index ?? "", b.index ?? "") || by(a.id, b.id));
}

/** Tells the states of an element apart. */
export function stamp(element: BoardElement): string {
  return `${element.version}:${element.versionNonce}`;
}

export interface BoardState {
  readonly scene: Scene;
  /** Counts how often the board was cleared. */
  readonly generation: number;
  /** Everything that was there when this page came has arrived: it may be drawn on. */
  readonly ready: boolean;
  /** Elements that the server has not confirmed yet. */
  readonly unsent: number;
  /** Why the server shows the board no more, or did not take a stroke; null: all is well. */
  readonly refusal: string | null;
  /** Counts how often this page took back what it showed: a sheet then has to show the scene, whatever it held before. */
  readonly taken_back: number;
}

/** One board as this page has it, as long as it is followed. */
export interface SharedBoard {
  readonly id: string;
  readonly state: Observable<BoardState>;
  /** Elements that this page drew or changed. They are kept and sent until the server has them. */
  draw(elements: Iterable<BoardElement>): void;
}

/** How soon strokes of others are wanted: at once, or once a second. */
export type Pace = "live" | "thumbnail";

export interface Boards {
  /** Call `stop` when it is not looked at any more. Several may follow the same board. */
  follow(board: string, pace: Pace): { readonly board: SharedBoard; stop(): void };
  /** Let the student draw, or not. */
  lock(studentId: string, locked: boolean): Promise<Outcome>;
  clear(board: string): Promise<Outcome>;
  /** Put what is on a board onto those of these students too. */
  push(board: string, to: readonly string[]): Promise<Outcome>;
  /** Pictures are in base64 here; null: it is not there (yet). */
  picture(board: string, fileId: string): Promise<{ mediaType: string; content: string } | null>;
  sendPicture(board: string, fileId: string, content: string): Promise<Outcome>;
}
