import { expect, test } from "vitest";
import { emptyRoom, type RoomState } from "../session/store";
import type { Person, Session } from "../wire/session";
import { Stills } from "./stills";

function person(user_id: string, more: Partial<Person> = {}): Person {
  return {
    user_id,
    presence: "joined",
    camera: true,
    camera_paused: false,
    connected: true,
    drawn: true,
    ...more,
  } as Person;
}

/** A tutor's page with Alice and Erin, who send pictures; `more` is different. */
function room(sees: string[], more: Partial<RoomState> = {}, erin: Partial<Person> = {}): RoomState {
  const lanes = [{ person: person("alice") }, { person: person("erin", erin) }];
  const view = { status: "LIVE", paused: false, tutor: person("tutor"), observers: [], lanes } as unknown as Session;
  const state = { ...emptyRoom("tutor"), part: "tutor" as const, view, joined: true };
  return { ...state, edges: { ...state.edges, sees }, ...more };
}

const BOTH = ["alice", "erin"];

function looks(state: RoomState, moving: string[], count: number) {
  const stills = new Stills();
  return Array.from({ length: count }, () => stills.look(state, new Set(moving)));
}

test("a picture that never came is frozen and sought, ever less often, though all others move", () => {
  const seen = looks(room(BOTH), ["alice"], 34);
  expect(seen.map(({ frozen }) => [...frozen]).slice(0, 3)).toEqual([[], ["erin"], ["erin"]]);
  const cures = seen.flatMap(({ cure }, look) => (cure === null ? [] : [[look, cure]]));
  expect(cures).toEqual([
    [2, "refresh"],
    [4, "anew"],
    [8, "anew"],
    [16, "anew"],
    [32, "anew"],
  ]);
});

test("what moves is not frozen, and one frame begins the count anew", () => {
  const stills = new Stills();
  const erin = [true, true, false, true, false, false, false].map((moves) =>
    stills.look(room(BOTH), new Set(moves ? BOTH : ["alice"])),
  );
  expect(erin.map(({ frozen }) => frozen.has("erin"))).toEqual([false, false, true, false, true, true, true]);
  expect(erin.map(({ cure }) => cure)).toEqual([null, null, null, null, null, "refresh", null]);
});

test("a student's picture that is not forwarded to the tutor is said to be missing; bringing it is the server's", () => {
  const seen = looks(room(["alice"]), ["alice"], 9);
  expect(seen.at(-1)?.frozen).toEqual(new Set(["erin"]));
  expect(seen.every(({ cure }) => cure === null)).toBe(true);
});

test.each<[string, RoomState]>([
  ["the camera is off", room(["alice"], {}, { camera: false })],
  ["they are not in the room", room(["alice"], {}, { presence: "lobby" } as Partial<Person>)],
  ["their own line does not carry it", room(["alice"], {}, { camera_paused: true })],
  ["this page's line does not carry it", room(BOTH, { edges: { ...room(BOTH).edges, paused_cameras: ["erin"] } })],
  ["another student's page is not to see it", room(["alice"], { part: "student" })],
])("nothing is missing where %s", (_, state) => {
  for (const { frozen, cure } of looks(state, ["alice"], 5)) expect([frozen.size, cure]).toEqual([0, null]);
});

test("where nobody can tell whose frames come, nothing is frozen and nothing is sought", () => {
  const stills = new Stills();
  for (let look = 0; look < 9; look++) {
    const { frozen, cure } = stills.look(room(BOTH), null);
    expect([frozen.size, cure]).toEqual([0, null]);
  }
});
