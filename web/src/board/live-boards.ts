// All boards that this page follows, over whatever line there is.
import type { Boards, Pace, SharedBoard } from "../session/boards";
import type { Outcome, Send } from "../session/commands";
import type { Ack, Acts, Done, Refused } from "../wire/commands";
import type { BoardUpdate } from "../wire/session";
import { OpenBoard } from "./open-board";

/** Characters of base64 in one message: 24 KiB of a picture. */
const PART = 32 * 1024;

export class LiveBoards implements Boards {
  readonly #send: Send;
  readonly #boards = new Map<string, { board: OpenBoard; paces: Pace[] }>();

  constructor(send: Send) {
    this.#send = send;
  }

  follow(id: string, pace: Pace): { readonly board: SharedBoard; stop(): void } {
    const followed = this.#boards.get(id) ?? { board: new OpenBoard(id, this.#send), paces: [] };
    this.#boards.set(id, followed);
    followed.paces.push(pace);
    this.#setPace(followed);
    let following = true;
    const stop = () => {
      if (!following) return;
      following = false;
      followed.paces.splice(followed.paces.indexOf(pace), 1);
      this.#setPace(followed);
    };
    return { board: followed.board, stop };
  }

  /** A line is up; the server does not know what this page looks at. */
  online(): void {
    for (const { board, paces } of this.#boards.values()) if (paces.length > 0) void board.watch();
  }

  take(update: BoardUpdate): void {
    this.#boards.get(update.board)?.board.take(update);
  }

  lock(student_id: string, locked: boolean): Promise<Outcome> {
    return this.#send("board-lock", { student_id, locked });
  }

  clear(board: string): Promise<Outcome> {
    return this.#unlogged("board-clear", { board });
  }

  push(board: string, to: readonly string[]): Promise<Outcome> {
    return this.#unlogged("board-push", { board, to });
  }

  async picture(board: string, file_id: string): Promise<{ mediaType: string; content: string } | null> {
    const ack = await this.#send("board-picture-get", { board, file_id });
    return ack.ok ? { mediaType: ack.media_type, content: ack.content } : null;
  }

  async sendPicture(board: string, file_id: string, content: string): Promise<Outcome> {
    const parts = Math.max(1, Math.ceil(content.length / PART));
    let outcome: Outcome = { ok: true, seq: 0 };
    for (let part = 0; part < parts && outcome.ok; part++) {
      const piece = content.slice(part * PART, (part + 1) * PART);
      outcome = await this.#unlogged("board-picture", { board, file_id, part, parts, content: piece });
    }
    return outcome;
  }

  /** Acts that leave nothing in the log: the same outcome with no number. */
  async #unlogged<A extends "board-clear" | "board-push" | "board-picture">(
    name: A,
    fields: Acts[A]["fields"],
  ): Promise<Done | Refused> {
    const ack: Ack | Refused = await this.#send(name, fields);
    return ack.ok ? { ok: true, seq: 0 } : ack;
  }

  #setPace({ board, paces }: { board: OpenBoard; paces: readonly Pace[] }): void {
    board.follow(paces.includes("live") ? "live" : (paces[0] ?? null));
  }
}
