// How long a student was there. What is stored of a session that goes on ends with its last change; the lane's clock runs.
import { personMs } from "../session/select";
import type { Lane } from "../wire/session";
import type { Details } from "./desk-api";

/** Milliseconds in the session of this page. */
export function activeMs(lane: Lane, now: number): number {
  return personMs(lane.person, now).session;
}

/** Milliseconds in all sessions: what is stored, with this session's part as its clock has it. */
export function totalMs(
  details: Pick<Details, "total_ms" | "sessions">,
  here: string,
  lane: Lane,
  now: number,
): number {
  const stored = details.sessions.find(({ session_id }) => session_id === here);
  return stored === undefined ? details.total_ms : details.total_ms - stored.active_ms + activeMs(lane, now);
}
