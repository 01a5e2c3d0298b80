// A recorded file and the element that plays it.

export interface Source {
  readonly id: string;
  readonly url: string;
  readonly durationMs: number;
  /** Its time counts before that of others. */
  readonly first: boolean;
}

export interface Track {
  readonly source: Source;
  readonly element: HTMLMediaElement;
  url: string;
  movedAt: number;
  failures: number;
  failedAt: number;
}

/** The last moments of a file are none to jump to: a player that has ended does not go on by itself. */
const BEFORE_END_S = 0.05;

/** Whether it plays, and can tell its time. */
export function able({ element, source }: Track): boolean {
  const ended = element.ended || element.currentTime * 1000 >= source.durationMs - BEFORE_END_S * 1000;
  return !element.error && !element.seeking && element.readyState >= element.HAVE_METADATA && !ended;
}

/** To this instant; `now`: when that was done. */
export function move(track: Track, at: number, now: number): void {
  track.movedAt = now;
  track.element.currentTime = Math.min(at / 1000, Math.max(0, track.source.durationMs / 1000 - BEFORE_END_S));
}

/** What the element was told to play. */
export function address({ element }: Track): string {
  return element.getAttribute("src") ?? "";
}
