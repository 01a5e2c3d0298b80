import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Room } from "../session/room";
import { emptyRoom } from "../session/store";
import type { Person, Session } from "../wire/session";

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules(); // a page that has just been opened
});
afterEach(() => {
  vi.useRealTimers();
});

const SENDS = { presence: "joined", connected: true, drawn: true, camera: true, camera_paused: false };

/** A tutor's page of a session with one student. */
async function desk(student: Partial<Person> = {}, changes: Partial<Session> = {}) {
  const { boardsAfterwards, picturesFirst } = await import("./first-pictures");
  const person = { user_id: "alice", ...SENDS, ...student };
  const view = { status: "LIVE", paused: false, lanes: [{ person }], ...changes } as unknown as Session;
  let shown = () => {};
  const pictured = new Promise<void>((resolve) => {
    shown = resolve;
  });
  const openBoards = vi.fn(async () => "boards");
  const room = {
    store: { get: () => ({ ...emptyRoom("tutor"), part: "tutor", view }) },
    media: { pictured },
    openBoards,
  } as unknown as Room;
  picturesFirst(room);
  return { opening: boardsAfterwards(room)(() => {}), openBoards, shown };
}

test("boards are loaded once the first student's picture stands there", async () => {
  const { opening, openBoards, shown } = await desk();
  await vi.advanceTimersByTimeAsync(1400);
  expect(openBoards).not.toHaveBeenCalled();
  shown();
  await vi.advanceTimersByTimeAsync(0);
  await expect(opening).resolves.toBe("boards");
});

test("boards come although the picture does not", async () => {
  const { openBoards } = await desk();
  await vi.advanceTimersByTimeAsync(1500);
  expect(openBoards).toHaveBeenCalledTimes(1);
});

test.each([
  ["nobody is in the room", { presence: "lobby" }, {}],
  ["the only student is away", { connected: false }, {}],
  ["nothing flows to or from a page that does not prove itself", { drawn: false }, {}],
  ["the camera is off", { camera: false }, {}],
  ["the line carries the sound only", { camera_paused: true }, {}],
  ["the session has not begun", {}, { status: "SCHEDULED" }],
  ["there is a break", {}, { paused: true }],
] as const)("nothing waits for a picture that is not to come: %s", async (_why, student, changes) => {
  const { openBoards } = await desk(student as Partial<Person>, changes as Partial<Session>);
  await vi.advanceTimersByTimeAsync(500);
  expect(openBoards).toHaveBeenCalledTimes(1);
});
