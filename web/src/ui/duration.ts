/** Durations as people read them. */

const pad = (n: number): string => String(n).padStart(2, "0");

/** "05:07" below an hour, else "1:05:07". `ms` below 0 counts as 0. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${pad(m)}:${pad(s)}`;
}

/** "00:45:23", always with hours: the timer of a session. */
export function longClockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

export interface Wait {
  readonly unit: "days" | "hours" | "minutes" | "seconds";
  readonly n: number;
}

/** Whole days, hours, minutes or seconds until `start`, the largest unit that fits; null once it is time. */
export function untilStart(start: number, now: number): Wait | null {
  const seconds = Math.ceil((start - now) / 1000);
  if (seconds <= 0) return null;
  if (seconds < 60) return { unit: "seconds", n: seconds };
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return { unit: "minutes", n: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? { unit: "hours", n: hours } : { unit: "days", n: Math.floor(hours / 24) };
}
