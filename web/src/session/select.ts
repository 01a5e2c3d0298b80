// Everything that screens show, as plain functions of the state. Computes, never stores.
import type { HelpRequest, Lane, Person, Session, Urgency } from "../wire/session";
import { people } from "./apply";
import { actKey, type Commands } from "./commands";
import { attends, audience } from "./signs";
import { read } from "./stopwatch";
import type { RoomState } from "./store";

export type Status = "Active" | "Idle" | "Reconnecting" | "Offline";

const NO_LANES: readonly Lane[] = [];
const NO_HELP: readonly Call[] = [];
const URGENCY_ORDER: Record<Urgency, number> = { urgent: 0, high: 1, normal: 2 };

/** What a person's tile says. In the lobby is offline to others: they are not in the room. */
export function status(person: Person): Status {
  if (person.presence !== "joined") return "Offline";
  if (!attends(person)) return "Reconnecting";
  return person.active ? "Active" : "Idle";
}

/** The tutor's own media problems apart, whether sound and picture can flow at all now. */
export function flowing(view: Session): boolean {
  return view.status === "LIVE" && !view.paused;
}

export function over(view: Session): boolean {
  return view.status === "COMPLETED" || view.status === "CANCELLED";
}

/** Whether the tutor's picture is what a student sees next. */
export function awaitsPicture({ part, view }: RoomState): boolean {
  return part === "student" && view?.status === "LIVE" && view.tutor.camera;
}

/** Lanes in the order of enrollment: a tile keeps its place. */
export function lanes(state: Pick<RoomState, "view">): readonly Lane[] {
  return state.view?.lanes ?? NO_LANES;
}

export function laneOf(state: RoomState, studentId: string): Lane | null {
  return lanes(state).find((lane) => lane.person.user_id === studentId) ?? null;
}

/** The student's own lane; null for tutor and observers. */
export function myLane(state: RoomState): Lane | null {
  return laneOf(state, state.me);
}

export function personOf(state: RoomState, userId: string): Person | null {
  return state.view === null ? null : (people(state.view).find((person) => person.user_id === userId) ?? null);
}

/** What a person sends, if they are there to send it; null for somebody who is not. */
export function shownMedia(view: Session | null, userId: string): Person | null {
  const person = view === null ? undefined : people(view).find((each) => each.user_id === userId);
  return person !== undefined && attends(person) ? person : null;
}

export function myself(state: RoomState): Person | null {
  return personOf(state, state.me);
}

export interface Call {
  readonly lane: Lane;
  readonly help: HelpRequest;
}

/** Open calls for help: most urgent first, then who has waited longest. */
export function helpQueue(state: RoomState): readonly Call[] {
  const calls = lanes(state).flatMap((lane) => (lane.help === null ? [] : [{ lane, help: lane.help }]));
  if (calls.length === 0) return NO_HELP;
  return calls.sort(
    (a, b) => URGENCY_ORDER[a.help.urgency] - URGENCY_ORDER[b.help.urgency] || a.help.asked_at - b.help.asked_at,
  );
}

/** Milliseconds that a call has waited. */
export function waitingMs(call: Call, now: number): number {
  return Math.max(0, now - call.help.asked_at);
}

/** Milliseconds that the session has run, breaks not counted. */
export function sessionMs(state: RoomState, now: number): number {
  return state.view === null ? 0 : read(state.view.watch, now);
}

/** Milliseconds in this session, and with all earlier ones of the center; in TEACH for lanes. */
export function personMs(person: Person, now: number): { session: number; total: number } {
  const session = read(person.watch, now);
  return { session, total: person.prior_ms + session };
}

export function teachMs(lane: Lane, now: number): number {
  return read(lane.teach_watch, now);
}

/** Whom the student's sign must show by the rules of the session, sorted: what the page confirms. Others: nobody. */
export function signAudience(state: RoomState): readonly string[] {
  const { view, me } = state;
  return view === null ? [] : audience(view, me);
}

export interface SignEntry {
  readonly user_id: string;
  /** Empty for somebody whom the view does not name. */
  readonly name: string;
  readonly part: Person["part"] | null;
  /** In force in the engine now; otherwise the rules only allow it. */
  readonly hears_me: boolean;
  readonly sees_me: boolean;
}

/** Whom the sign shows: everybody whom the rules allow, and everybody who really receives this person now. */
export function signPeople(state: RoomState): readonly SignEntry[] {
  const { heard_by, seen_by } = state.edges;
  const ids = new Set([...signAudience(state), ...heard_by, ...seen_by]);
  return [...ids].sort().map((user_id) => {
    const person = personOf(state, user_id);
    return {
      user_id,
      name: person?.name ?? "",
      part: person?.part ?? null,
      hears_me: heard_by.includes(user_id),
      sees_me: seen_by.includes(user_id),
    };
  });
}

/** Whether this person is really heard, and really seen, by anybody now. */
export function onAir(state: RoomState): { heard: boolean; seen: boolean } {
  return { heard: state.edges.heard_by.length > 0, seen: state.edges.seen_by.length > 0 };
}

/** Who is being written at this moment, of those whom this person knows. */
export function recordedPeople(state: RoomState): readonly Person[] {
  const { recorded_sound, recorded_picture } = state.edges;
  const ids = new Set([...recorded_sound, ...recorded_picture]);
  return state.view === null ? [] : people(state.view).filter((person) => ids.has(person.user_id));
}

/** Whose tiles a screen draws: tutor and observers see every lane; a student the tutor, at an open table the others too. */
export function shown(state: RoomState): readonly Person[] {
  const { view, me, part } = state;
  if (view === null) return [];
  const students = view.lanes.map((lane) => lane.person).filter((person) => person.user_id !== me);
  if (part === "tutor") return students;
  return [view.tutor, ...students];
}

/** Whether the tutor's voice reaches this lane now, as the session's rules have it. */
export function hearsTutor(view: Session, lane: Lane): boolean {
  return flowing(view) && !lane.deafened && (lane.mode === "TEACH" || view.open_table || view.address_all !== "off");
}

/** Whether this act is under way; for acts on a lane, with the student's id. */
export function isPending(state: RoomState, act: keyof Commands, studentId?: string): boolean {
  return state.pending.has(actKey(act, studentId));
}
