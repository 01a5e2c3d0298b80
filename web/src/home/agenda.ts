/** Sessions as a person looks at them: now, today, later, over. Pure. */
import type { Summary } from "./api";

export interface Agenda {
  /** Live, or planned for today. */
  readonly today: readonly Summary[];
  readonly later: readonly Summary[];
  /** Over or cancelled, newest first. */
  readonly earlier: readonly Summary[];
}

const isOver = (session: Summary): boolean => session.status === "COMPLETED" || session.status === "CANCELLED";

function endOfDay(now: number): number {
  return new Date(now).setHours(23, 59, 59, 999);
}

/** `sessions` come soonest first. A planned session whose time has gone by is still today's: it can be started. */
export function agenda(sessions: readonly Summary[], now: number): Agenda {
  const open = sessions.filter((session) => !isOver(session));
  const isToday = (session: Summary) => session.status === "LIVE" || session.scheduled_start <= endOfDay(now);
  return {
    today: open.filter(isToday),
    later: open.filter((session) => !isToday(session)),
    earlier: sessions.filter(isOver).sort((a, b) => b.scheduled_start - a.scheduled_start),
  };
}

/** A device check takes some of it; a lesson may run over by as much. */
const MARGIN_MS = 15 * 60_000;

/** How much a session is one of now: live in its time, about to begin, live all the same, planned for later, gone by. */
function rank(session: Summary, now: number): number {
  const gone = session.scheduled_end + (session.status === "LIVE" ? MARGIN_MS : 0) <= now;
  if (session.status === "LIVE") return gone ? 2 : 0;
  if (gone) return 4;
  return session.scheduled_start - MARGIN_MS <= now ? 1 : 3;
}

/** A student's next session: what is now before what is later, the closest first; null if there is none. */
export function nextSession(sessions: readonly Summary[], now: number): Summary | null {
  const away = (session: Summary) => Math.abs(session.scheduled_start - now);
  const open = sessions.filter((session) => !isOver(session));
  return open.sort((a, b) => rank(a, now) - rank(b, now) || away(a) - away(b))[0] ?? null;
}

/** Open sessions beside the next one: those that can be entered now, then the others, soonest first. */
export function afterNext(sessions: readonly Summary[], now: number): readonly Summary[] {
  const next = nextSession(sessions, now);
  const others = sessions.filter((session) => !isOver(session) && session !== next);
  const isLive = (session: Summary) => session.status === "LIVE";
  return [...others.filter(isLive), ...others.filter((session) => !isLive(session))];
}
