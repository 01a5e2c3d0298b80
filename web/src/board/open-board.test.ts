import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BoardElement, merge, type Scene, stamp } from "../session/boards";
import type { Send } from "../session/commands";
import type { BoardUpdate } from "../wire/session";
import { OpenBoard } from "./open-board";
import { bytes, slim } from "./slim";

const element = (id: string, version = 1, more: object = {}): BoardElement => ({
  id,
  type: "freedraw",
  version,
  versionNonce: version,
  isDeleted: false,
  x: 0,
  y: 0,
  width: 1,
  height: 1,
  ...more,
});

/** As the server does it: one board, and a line that can be cut. */
class Server {
  epoch = "one";
  generation = 0;
  scene: Scene = new Map();
  clocks = new Map<string, number>();
  clock = 0;
  /** Acts are not answered (`silent`), or done but not answered (`deaf`). */
  line: "up" | "silent" | "deaf" = "up";
  refusal: string | null = null;
  /** Elements that the board holds at most. */
  room = Infinity;
  messages: number[] = [];
  board = new OpenBoard("alice", ((name: string, fields: never) => this.answer(name, fields)) as unknown as Send);

  async answer(
    name: string,
    fields: { elements?: BoardElement[]; epoch?: string; clock?: number; generation?: number },
  ) {
    if (this.line === "silent") return { ok: false, code: "unreachable", message: "" };
    const answer = name === "board-watch" ? this.watch(fields) : this.draw(fields);
    return this.line === "deaf" ? { ok: false, code: "unreachable", message: "" } : answer;
  }

  watch(fields: { epoch?: string; clock?: number; generation?: number }) {
    const same = fields.epoch === this.epoch && fields.generation === this.generation;
    this.tell(same ? (fields.clock ?? 0) : 0);
    return { ok: true, epoch: this.epoch, generation: this.generation, clock: this.clock };
  }

  draw({ elements = [], generation }: { elements?: BoardElement[]; generation?: number }) {
    if (generation !== undefined && generation !== this.generation) return { ok: false, code: "conflict", message: "" };
    if (this.refusal !== null) return { ok: false, code: this.refusal, message: "" };
    this.messages.push(elements.length);
    if (merge(this.scene, elements).size > this.room) return { ok: false, code: "board_full", message: "" };
    this.take(elements);
    return { ok: true, clock: this.clock };
  }

  take(elements: readonly BoardElement[]) {
    const before = this.scene;
    this.scene = merge(before, elements);
    for (const [id, each] of this.scene) if (before.get(id) !== each) this.clocks.set(id, ++this.clock);
  }

  tell(since: number) {
    const elements = [...this.scene.values()].filter(({ id }) => (this.clocks.get(id) ?? 0) > since);
    if (elements.length === 0) return;
    const { epoch, generation, clock } = this;
    this.board.take({ board: "alice", epoch, generation, clock, elements } as unknown as BoardUpdate);
  }

  stamps(scene: Scene) {
    return Object.fromEntries([...scene.values()].map((each) => [each.id, stamp(each)]));
  }

  equal() {
    expect(this.stamps(this.board.state.get().scene)).toEqual(this.stamps(this.scene));
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function opened(): Promise<Server> {
  const server = new Server();
  server.take([element("there")]);
  server.board.follow("live");
  await vi.advanceTimersByTimeAsync(10);
  expect(server.board.state.get().ready).toBe(true);
  return server;
}

test("what is drawn goes to the server, many changes in one message", async () => {
  const server = await opened();
  for (let version = 1; version <= 20; version++) server.board.draw([element("stroke", version)]);
  server.board.draw([element("other")]);
  await vi.advanceTimersByTimeAsync(200);
  server.equal();
  expect(server.messages).toEqual([2]);
});

test("strokes drawn without a line are sent when there is one", async () => {
  const server = await opened();
  server.line = "silent";
  server.board.draw([element("a")]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.board.state.get().unsent).toBe(1);
  server.line = "up";
  await server.board.watch();
  await vi.advanceTimersByTimeAsync(2000);
  server.equal();
  expect(server.board.state.get().unsent).toBe(0);
});

test("a stroke whose acknowledgement was lost is sent again and is there once", async () => {
  const server = await opened();
  server.line = "deaf";
  server.board.draw([element("a")]);
  await vi.advanceTimersByTimeAsync(100);
  server.line = "up";
  await vi.advanceTimersByTimeAsync(2000);
  server.equal();
  expect(server.scene.size).toBe(2);
});

test("a server that forgot what it had taken is told again", async () => {
  const server = await opened();
  server.board.draw([element("a"), element("there", 2)]);
  await vi.advanceTimersByTimeAsync(200);
  Object.assign(server, { epoch: "two", scene: new Map([["there", element("there")]]), clock: 1 });
  server.clocks = new Map([["there", 1]]);
  await server.board.watch();
  await vi.advanceTimersByTimeAsync(200);
  server.equal();
  expect(server.stamps(server.scene)).toEqual({ there: "2:2", a: "1:1" });
});

test("a cleared board is empty here too, and strokes of before do not come back", async () => {
  const server = await opened();
  server.line = "silent";
  server.board.draw([element("old")]);
  await vi.advanceTimersByTimeAsync(100);
  Object.assign(server, { generation: 1, scene: new Map(), line: "up" });
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.board.state.get().scene.size).toBe(0);
  server.equal();
});

test("what is not allowed is not shown either", async () => {
  const server = await opened();
  server.refusal = "forbidden";
  server.board.draw([element("a")]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.stamps(server.board.state.get().scene)).toEqual({ there: "1:1" });
});

test("one element that is refused is taken back, and what was sent with it arrives", async () => {
  const server = new Server();
  const draw = server.draw.bind(server);
  server.draw = (fields) =>
    fields.elements?.some(({ id }) => id === "bad") ? { ok: false, code: "invalid", message: "" } : draw(fields);
  server.board.follow("live");
  await vi.advanceTimersByTimeAsync(100);
  server.board.draw([element("a"), element("bad"), element("c")]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([...server.scene.keys()].sort()).toEqual(["a", "c"]);
  const { scene, refusal, unsent, taken_back } = server.board.state.get();
  expect([[...scene.keys()].sort(), refusal, unsent, taken_back]).toEqual([["a", "c"], "invalid", 0, 1]);
  server.board.draw([element("d")]);
  expect(server.board.state.get().refusal).toBeNull();
});

test("a full board shows what the server has and says so, until it is cleared", async () => {
  const server = await opened();
  server.room = 2;
  server.board.draw([element("there", 2), element("a"), element("b"), element("c")]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.stamps(server.scene)).toEqual({ there: "2:2", a: "1:1" });
  server.equal();
  expect(server.board.state.get()).toMatchObject({ refusal: "board_full", unsent: 0, ready: true });
  const sent = server.messages.length;
  await server.board.watch();
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.board.state.get().refusal).toBe("board_full");
  expect(server.messages.length).toBe(sent);
  Object.assign(server, { generation: 1, scene: new Map(), clock: 0 });
  await server.board.watch();
  expect(server.board.state.get().refusal).toBeNull();
  server.board.draw([element("d")]);
  await vi.advanceTimersByTimeAsync(200);
  expect(server.stamps(server.scene)).toEqual({ d: "1:1" });
  server.equal();
});

test("a change that a full board does not take is shown as the server has it, and a sheet is told", async () => {
  const server = await opened();
  server.refusal = "board_full";
  const before = server.board.state.get().taken_back;
  server.board.draw([element("there", 3)]);
  await vi.advanceTimersByTimeAsync(200);
  server.equal();
  expect(server.stamps(server.scene)).toEqual({ there: "1:1" });
  expect(server.board.state.get().taken_back).toBeGreaterThan(before);
});

test("that a board was full means nothing once it was cleared meanwhile", async () => {
  const server = await opened();
  server.refusal = "board_full";
  server.board.draw([element("a")]);
  const cleared = { board: "alice", epoch: "one", generation: 1, clock: 2, elements: [] } as unknown as BoardUpdate;
  const answer = server.answer.bind(server);
  server.answer = async (...asked) => {
    const refused = await answer(...asked);
    Object.assign(server, { generation: 1, scene: new Map(), refusal: null, answer });
    server.board.take(cleared);
    return refused;
  };
  await vi.advanceTimersByTimeAsync(200);
  expect(server.board.state.get().refusal).toBeNull();
  server.equal();
});

test("many elements go in messages that the server takes", async () => {
  const server = await opened();
  const points = Array.from({ length: 800 }, (_, i) => [i + 0.123456, i * 2.123456]);
  server.board.draw(Array.from({ length: 20 }, (_, i) => element(`e${i}`, 1, { points })));
  await vi.advanceTimersByTimeAsync(5000);
  server.equal();
  expect(server.messages.length).toBeGreaterThan(2);
});

test("an endless stroke is thinned until it fits, with its end where it was", () => {
  const points = Array.from({ length: 20_001 }, (_, i) => [i / 3, i / 7]);
  const thin = slim(element("a", 1, { points, pressures: points.map(() => 0.123456) }));
  expect(bytes(thin)).toBeLessThan(56 * 1024);
  const kept = thin["points"] as number[][];
  expect(kept.at(-1)).toEqual([6666.67, 2857.14]);
  expect((thin["pressures"] as number[]).length).toBe(kept.length);
});
