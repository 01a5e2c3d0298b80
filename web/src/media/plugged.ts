// What comes and goes among microphones and cameras, and whether a device that is on should be another one then. Pure.
import type { Input } from "../session/room";

/** As `enumerateDevices` has it. */
export interface Plugged {
  readonly device: Input;
  readonly id: string;
  /** Empty as long as the browser has no permission to tell. */
  readonly label: string;
  /** What belongs to the same thing, such as a headset. */
  readonly group: string;
}

/** Chromium's word for "whatever the system prefers"; the entry's group is that of the device itself. */
const DEFAULT = "default";

/** The device that is used, by the settings of its track. */
export interface Used {
  readonly id: string;
  readonly group: string;
}

/**
 * Whether a device that is on should be taken again: the chosen one is back, the one that is used is gone, or nobody has chosen and the
 * system prefers another one now. Only what has changed between the two lists counts, so that nothing is taken again and again.
 */
export function isWorthTaking(
  device: Input,
  before: readonly Plugged[],
  now: readonly Plugged[],
  chosen: string | null,
  used: Used,
): boolean {
  const has = (list: readonly Plugged[], id: string) => list.some((each) => each.device === device && each.id === id);
  const preferred = (list: readonly Plugged[]) => list.find((each) => each.device === device && each.id === DEFAULT);
  if (chosen !== null && chosen !== DEFAULT && has(now, chosen)) return used.id !== chosen && !has(before, chosen);
  if (has(before, used.id) && !has(now, used.id)) return now.some((each) => each.device === device);
  const [former, present] = [preferred(before)?.group, preferred(now)?.group];
  return former !== undefined && present !== undefined && present !== former && present !== used.group;
}

/** A device of the kind that was not there before. */
export function hasCome(device: Input, before: readonly Plugged[], now: readonly Plugged[]): boolean {
  return now.some((each) => each.device === device && !before.some(({ id }) => id === each.id));
}
