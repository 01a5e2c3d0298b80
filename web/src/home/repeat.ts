/** When a new session repeats, as the form's fields hold it. Pure. */
import type { Repeat, Weekday } from "./api";
import { type Span, type Times, timesOf } from "./session-times";

/** Monday first, as the server counts. */
export const WEEKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
export const MOST_SESSIONS = 100;

export interface RepeatFields {
  readonly weekdays: ReadonlySet<Weekday>;
  readonly ends: "until" | "count";
  /** "2026-06-30". */
  readonly until: string;
  readonly count: string;
}

/** The day of a date such as "2026-02-18"; null if it is none. */
export function weekdayOf(date: string): Weekday | null {
  const at = new Date(`${date}T12:00`);
  return Number.isNaN(at.getTime()) ? null : (WEEKDAYS[(at.getDay() + 6) % 7] ?? null);
}

/** What the fields begin with: the day of the first session, ten times. */
export function weeklyFrom(date: string): RepeatFields {
  const day = weekdayOf(date);
  return { weekdays: new Set(day === null ? [] : [day]), ends: "count", until: "", count: "10" };
}

/** The rule, or null if something is missing. `timeZone`: whose clock counts. */
export function repeatOf(fields: RepeatFields, firstDate: string, timeZone: string): Repeat | null {
  const weekdays = WEEKDAYS.filter((day) => fields.weekdays.has(day));
  if (weekdays.length === 0) return null;
  const rest = { weekdays, time_zone: timeZone };
  if (fields.ends === "until") {
    return fields.until >= firstDate ? { ...rest, count: null, until: fields.until } : null;
  }
  const count = Number(fields.count);
  return Number.isInteger(count) && count >= 1 && count <= MOST_SESSIONS ? { ...rest, count, until: null } : null;
}

/** The day after a date such as "2026-02-28", at noon of which no clock is changed. */
function dayAfter(date: string): string {
  const at = new Date(`${date}T12:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

/** When each session is held, in the person's own time zone: from the first on, or that one alone. None: something is missing. */
export function spansOf(times: Times, fields: RepeatFields | null): readonly Span[] {
  const first = timesOf(times);
  if (first === null) return [];
  const rule = fields && repeatOf(fields, times.date, "UTC");
  if (rule === null) return [first];
  const spans: Span[] = [];
  const last = rule.until ?? "9999-12-31";
  for (let date = times.date; spans.length < (rule.count ?? MOST_SESSIONS) && date <= last; date = dayAfter(date)) {
    const day = weekdayOf(date);
    const span = day !== null && rule.weekdays.includes(day) ? timesOf({ ...times, date }) : null;
    if (span !== null) spans.push(span);
    if (date === "9999-12-31") break; // there the names of days change their form
  }
  return spans;
}
