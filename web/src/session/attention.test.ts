import { expect, test } from "vitest";
import type { Assignment, Lane, Person, Session } from "../wire/session";
import { arranged, cue, NO_NOTES, note, STUCK_MS } from "./attention";

const START = 1_800_000_000_000;

function lane(id: string, changes: Partial<Lane> = {}, person: Partial<Person> = {}): Lane {
  const exercise = { exercise_id: "x", percent: 40, answers: [], hints: [] } as unknown as Assignment;
  return {
    person: { user_id: id, presence: "joined", connected: true, drawn: true, active: true, ...person },
    mode: "OBSERVE",
    help: null,
    unread_by_tutor: 0,
    teach_watch: { gathered_ms: 0, running_since: null },
    exercise,
    ...changes,
  } as unknown as Lane;
}

const view = (lanes: readonly Lane[], changes: Partial<Session> = {}) =>
  ({ status: "LIVE", paused: false, lanes, ...changes }) as unknown as Session;
const help = (asked_at: number) => ({ asked_at }) as Lane["help"];
const working = (percent: number) => ({ ...lane("").exercise, percent }) as Assignment;

test("an active student without progress for five minutes is stuck, not a moment earlier", () => {
  const alice = lane("alice");
  const notes = note(NO_NOTES, view([alice]), START);
  expect(cue(alice, notes, START + STUCK_MS - 1)).toBeNull();
  expect(cue(alice, notes, START + STUCK_MS)).toBe("stuck");
});

test("progress, an answer, a hint, teaching, a break and coming back from idleness each begin the five minutes anew", () => {
  const alice = lane("alice");
  const changes: Lane[] = [
    lane("alice", { exercise: working(60) }),
    lane("alice", {
      exercise: { ...working(40), answers: [{ item_id: "1", value: "7", correct: false, unreadable: false }] },
    }),
    lane("alice", { exercise: { ...working(40), hints: [{ item_id: "1", text: "Think." }] } }),
    lane("alice", { exercise: { ...working(40), exercise_id: "y" } }),
  ];
  const before = note(NO_NOTES, view([alice]), START);
  for (const changed of changes) {
    const notes = note(before, view([changed]), START + STUCK_MS);
    expect(cue(changed, notes, START + STUCK_MS + 1)).toBeNull();
    expect(cue(changed, notes, START + 2 * STUCK_MS)).toBe("stuck");
  }
  for (const away of [
    view([lane("alice", { mode: "TEACH" })]),
    view([alice], { paused: true }),
    view([lane("alice", {}, { active: false })]),
  ]) {
    const notes = note(note(before, away, START + 1_000), view([alice]), START + STUCK_MS);
    expect(cue(alice, notes, START + STUCK_MS + 1)).toBeNull();
  }
});

test("nobody is stuck who has nothing to do, is done, is being taught, is away, or has a break", () => {
  const none: readonly [Lane, Partial<Session>][] = [
    [lane("a", { exercise: null }), {}],
    [lane("a", { exercise: working(100) }), {}],
    [lane("a", { mode: "TEACH" }), {}],
    [lane("a", {}, { presence: "offline" }), {}],
    [lane("a", {}, { connected: false }), {}],
    [lane("a"), { paused: true }],
  ];
  for (const [each, changes] of none) {
    expect(cue(each, note(NO_NOTES, view([each], changes), START), START + 2 * STUCK_MS)).toBeNull();
  }
});

test("a call for help says more than idleness, and idleness more than standing still", () => {
  const idle = lane("a", {}, { active: false });
  expect(cue(idle, note(NO_NOTES, view([idle]), START), START + STUCK_MS)).toBe("idle");
  const calling = lane("a", { help: help(START) }, { active: false });
  expect(cue(calling, NO_NOTES, START)).toBe("waiting");
});

test("a view that changes nothing changes no note", () => {
  const before = note(NO_NOTES, view([lane("a"), lane("b")]), START);
  expect(note(before, view([lane("a"), lane("b")]), START + 9)).toBe(before);
  expect(note(before, view([lane("a")]), START + 9).size).toBe(1);
});

const ids = (lanes: readonly Lane[]) => lanes.map((each) => each.person.user_id);

test("the order is that of enrollment unless another one is asked for", () => {
  const all = [lane("a"), lane("b", { help: help(START + 5) }), lane("c", { help: help(START) })];
  const how = { notes: note(NO_NOTES, view(all), START), now: START };
  expect(ids(arranged(all, { ...how, order: "seat", filter: "all" }))).toEqual(["a", "b", "c"]);
  expect(ids(arranged(all, { ...how, order: "waiting", filter: "all" }))).toEqual(["c", "b", "a"]);
  expect(ids(arranged(all, { ...how, order: "seat", filter: "waiting" }))).toEqual(["b", "c"]);
});

test("who has stood still longest comes first, and only those who are stuck pass the filter", () => {
  const before = [lane("a"), lane("b"), lane("c")];
  const after = [lane("a"), lane("b", { exercise: working(60) }), lane("c")];
  const notes = note(note(NO_NOTES, view(before), START), view(after), START + 1_000);
  const how = { notes, now: START + STUCK_MS };
  expect(ids(arranged(after, { ...how, order: "seat", filter: "stuck" }))).toEqual(["a", "c"]);
  expect(ids(arranged(after, { ...how, now: START + STUCK_MS + 1_000, order: "stuck", filter: "all" }))).toEqual([
    "a",
    "c",
    "b",
  ]);
});

test("who has not been attended longest comes first, whoever is taught now last", () => {
  const little = lane("little", { teach_watch: { gathered_ms: 10, running_since: null } });
  const much = lane("much", { teach_watch: { gathered_ms: 90_000, running_since: null } });
  const taught = (id: string) => lane(id, { mode: "TEACH" });
  const first = note(NO_NOTES, view([taught("early"), lane("late"), much, little, lane("now")]), START);
  const then = note(first, view([lane("early"), taught("late"), much, little, lane("now")]), START + 1_000);
  const lanes = [lane("early"), lane("late"), much, little, taught("now")];
  const notes = note(then, view(lanes), START + 2_000);
  const how = { order: "unattended", filter: "all", notes, now: START + 3_000 } as const;
  expect(ids(arranged(lanes, how))).toEqual(["little", "much", "early", "late", "now"]);
});

test("unread words pass their filter", () => {
  const lanes = [lane("a"), lane("b", { unread_by_tutor: 2 })];
  expect(ids(arranged(lanes, { order: "seat", filter: "unread", notes: NO_NOTES, now: START }))).toEqual(["b"]);
});
