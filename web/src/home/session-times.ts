/** The times of a new session as the form's fields hold them, in the person's own time zone. */

export interface Times {
  /** "2026-02-18". */
  readonly date: string;
  /** "14:30". */
  readonly start: string;
  readonly end: string;
}

const HALF_HOUR = 30 * 60_000;

const pad = (n: number): string => String(n).padStart(2, "0");
const clock = (at: Date): string => `${pad(at.getHours())}:${pad(at.getMinutes())}`;

export interface Span {
  readonly scheduled_start: number;
  readonly scheduled_end: number;
}

/** An hour from the next half hour on. */
export function nextHalfHour(now: number): Times {
  const scheduled_start = Math.ceil(now / HALF_HOUR) * HALF_HOUR;
  return fieldsOf({ scheduled_start, scheduled_end: scheduled_start + 2 * HALF_HOUR });
}

/** As the fields show it: to the minute. */
export function fieldsOf({ scheduled_start, scheduled_end }: Span): Times {
  const start = new Date(scheduled_start);
  const date = `${start.getFullYear()}-${pad(start.getMonth() + 1)}-${pad(start.getDate())}`;
  return { date, start: clock(start), end: clock(new Date(scheduled_end)) };
}

/** What the fields say instead of `before`, or null if it makes no sense. Fields that were left alone change nothing. */
export function changedSpan(before: Span, fields: Times): Span | null {
  const shown = fieldsOf(before);
  const untouched = shown.date === fields.date && shown.start === fields.start && shown.end === fields.end;
  return untouched ? before : timesOf(fields);
}

/** Instants in milliseconds, or null if they make no sense. An end before the start is on the next day. */
export function timesOf(times: Times): Span | null {
  const start = new Date(`${times.date}T${times.start}`).getTime();
  const end = new Date(`${times.date}T${times.end}`).getTime();
  if (Number.isNaN(start) || Number.isNaN(end) || start === end) return null;
  return { scheduled_start: start, scheduled_end: end < start ? dayAfter(end) : end };
}

/** At the same time of the clock: a night in which summer begins or ends is no 24 hours. */
function dayAfter(at: number): number {
  const day = new Date(at);
  return day.setDate(day.getDate() + 1);
}
