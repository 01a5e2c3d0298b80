// Pictures on a board: made small enough and sent once; those of others are fetched.
import type { BinaryFileData, BinaryFiles, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { t } from "../i18n/t";
import type { Boards, SharedBoard } from "../session/boards";

/** Characters of base64; the server takes 512 KiB of a picture. */
const MOST = 650_000;
const LARGEST_SIDE = 1600;
const QUALITIES = [0.85, 0.7, 0.5, 0.3];
const RETRY_MS = 2000;
/** Refusals that pass by themselves. */
const PASSING = new Set(["unreachable", "rate_limited", "unavailable", "internal"]);
const KEPT = /^data:(image\/(?:png|jpeg|webp));base64,/;

export class Pictures {
  readonly #api: ExcalidrawImperativeAPI;
  readonly #boards: Boards;
  readonly #board: SharedBoard;
  readonly #said: (words: string) => void;
  /** Sent, fetched, or on the way. */
  readonly #known = new Set<string>();
  #line: Promise<void> = Promise.resolve();

  /** `said`: tells the person why a picture stays on this page alone. */
  constructor(api: ExcalidrawImperativeAPI, boards: Boards, board: SharedBoard, said: (words: string) => void) {
    this.#said = said;
    this.#api = api;
    this.#boards = boards;
    this.#board = board;
  }

  /** Send those that this page added; one after the other. */
  send(files: BinaryFiles): void {
    for (const file of Object.values(files)) {
      if (this.#known.has(file.id)) continue;
      this.#known.add(file.id);
      this.#line = this.#line.then(() => this.#sendOne(file));
    }
  }

  /** Fetch those that the board shows and this page does not have. */
  fetch(): void {
    for (const element of this.#board.state.get().scene.values()) {
      const id = element["fileId"];
      if (element.isDeleted || typeof id !== "string" || this.#known.has(id) || id in this.#api.getFiles()) continue;
      this.#known.add(id);
      void this.#fetchOne(id);
    }
  }

  async #sendOne(file: BinaryFileData): Promise<void> {
    const content = await small(file.dataURL).catch(() => null); // no picture, whatever its name says
    const outcome = content === null ? null : await this.#boards.sendPicture(this.#board.id, file.id, content);
    if (outcome?.ok === false && PASSING.has(outcome.code))
      this.#known.delete(file.id); // with the next change again
    else if (outcome?.ok !== true)
      this.#said(t(outcome?.code === "board_full" ? "board.no_space" : "board.no_picture"));
  }

  async #fetchOne(id: string): Promise<void> {
    const found = await this.#boards.picture(this.#board.id, id);
    if (found === null) {
      setTimeout(() => {
        this.#known.delete(id); // it may still be on its way to the server
        this.fetch();
      }, RETRY_MS);
      return;
    }
    const dataURL = `data:${found.mediaType};base64,${found.content}` as BinaryFileData["dataURL"];
    const mimeType = found.mediaType as BinaryFileData["mimeType"];
    this.#api.addFiles([{ id: id as BinaryFileData["id"], dataURL, mimeType, created: Date.now() }]);
  }
}

/** Base64 of the picture, drawn anew if it is too large or of another kind; null: it cannot be made small enough. */
async function small(dataURL: string): Promise<string | null> {
  const picture = new Image();
  picture.src = dataURL;
  await picture.decode();
  const fits = Math.max(picture.naturalWidth, picture.naturalHeight) <= LARGEST_SIDE && dataURL.length < MOST;
  if (fits && KEPT.test(dataURL)) return dataURL.replace(KEPT, "");
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const made = canvas.toDataURL("image/webp", quality);
    if (KEPT.test(made) && made.length < MOST) return made.replace(KEPT, "");
  }
  return null;
}
