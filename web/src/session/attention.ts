// Who of the lanes needs the tutor: waiting, stuck, idle, not attended for long. Plain functions; what the view does not
// say, since when a lane stands still, is noted from one view to the next.
import type { Lane, Session } from "../wire/session";
import { flowing, status } from "./select";

/** Milliseconds without progress after which an active student counts as stuck. */
export const STUCK_MS = 5 * 60_000;

/** `waiting`: called for help; `stuck`: active, but no progress for five minutes; `idle`: no input lately. */
export type Cue = "waiting" | "stuck" | "idle";
export type Order = "seat" | "waiting" | "stuck" | "unattended";
export type Filter = "all" | "waiting" | "stuck" | "unread";

interface Noted {
  /** Changes with everything that counts as a beginning: progress, another exercise, being taught, a break. */
  readonly signature: string;
  /** Since when the lane is like that. */
  readonly since: number;
  /** When the tutor last taught here; null: not since this page is open. */
  readonly attended_at: number | null;
}

/** By student id. */
export type Notes = ReadonlyMap<string, Noted>;

export const NO_NOTES: Notes = new Map();

function signature(view: Session, lane: Lane): string {
  const { exercise, mode, person } = lane;
  const work = exercise === null ? "" : `${exercise.exercise_id} ${exercise.percent} ${exercise.hints.length}`;
  const answers = exercise?.answers.map((answer) => `${answer.item_id}=${answer.value}`).join() ?? "";
  return [work, answers, mode, status(person), flowing(view)].join("|");
}

/** What is known after this view; the same object if nothing changed. */
export function note(notes: Notes, view: Session, now: number): Notes {
  let changed = notes.size !== view.lanes.length;
  const next = new Map<string, Noted>();
  for (const lane of view.lanes) {
    const { user_id } = lane.person;
    const known = notes.get(user_id);
    const found = signature(view, lane);
    if (known?.signature === found) {
      next.set(user_id, known);
      continue;
    }
    changed = true;
    const taught = lane.mode === "TEACH" || known?.signature.includes("|TEACH|") === true;
    next.set(user_id, { signature: found, since: now, attended_at: taught ? now : (known?.attended_at ?? null) });
  }
  return changed ? next : notes;
}

/** What the lane's sign says; null: all is well, or nobody is there. */
export function cue(lane: Lane, notes: Notes, now: number): Cue | null {
  if (lane.help !== null) return "waiting";
  const doing = status(lane.person);
  if (doing === "Idle") return "idle";
  return doing === "Active" && isStuck(lane, notes, now) ? "stuck" : null;
}

function isStuck(lane: Lane, notes: Notes, now: number): boolean {
  const noted = notes.get(lane.person.user_id);
  if (noted === undefined || !noted.signature.endsWith("|true")) return false;
  if (lane.exercise === null || lane.exercise.percent === 100 || lane.mode === "TEACH") return false;
  return now - noted.since >= STUCK_MS;
}

/** Milliseconds that an active lane has stood still. */
export function stillMs(lane: Lane, notes: Notes, now: number): number {
  return now - (notes.get(lane.person.user_id)?.since ?? now);
}

/** Lanes of one kind, in this order; lanes that are alike keep the order of enrollment. */
export function arranged(
  lanes: readonly Lane[],
  how: { readonly order: Order; readonly filter: Filter; readonly notes: Notes; readonly now: number },
): readonly Lane[] {
  const { order, filter, notes, now } = how;
  const wanted = filter === "all" ? lanes : lanes.filter((lane) => belongs(lane, filter, notes, now));
  if (order === "seat") return wanted;
  const place = new Map(wanted.map((lane) => [lane, rank(lane, order, notes, now)]));
  return [...wanted].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** Whether the filter shows this lane. */
export function belongs(lane: Lane, filter: Filter, notes: Notes, now: number): boolean {
  if (filter === "waiting") return lane.help !== null;
  if (filter === "stuck") return isStuck(lane, notes, now);
  return filter === "all" || lane.unread_by_tutor > 0;
}

/** The smaller, the earlier. */
function rank(lane: Lane, order: Exclude<Order, "seat">, notes: Notes, now: number): number {
  if (order === "waiting") return lane.help?.asked_at ?? Number.MAX_SAFE_INTEGER;
  if (order === "stuck") return isStuck(lane, notes, now) ? -stillMs(lane, notes, now) : 1;
  if (lane.mode === "TEACH") return Number.MAX_SAFE_INTEGER;
  // Not since the page is open: before all others, the least taught first. Gathered times are far below any instant.
  return notes.get(lane.person.user_id)?.attended_at ?? lane.teach_watch.gathered_ms;
}
