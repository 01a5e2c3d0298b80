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

/** A student's next session: one that is live, else the soonest planned one; null if there is none. */
export function nextSession(sessions: readonly Summary[]): Summary | null {
  const open = sessions.filter((session) => !isOver(session));
  return open.find((session) => session.status === "LIVE") ?? open[0] ?? null;
}

/** Open sessions after the next one, soonest first. */
export function afterNext(sessions: readonly Summary[]): readonly Summary[] {
  const next = nextSession(sessions);
  return sessions.filter((session) => !isOver(session) && session !== next);
}
