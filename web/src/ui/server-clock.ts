/** The server's clock, as far as this page was told it: what is planned is planned by that one, whatever this machine says. */

let aheadMs = 0;

/** The server just said how late it is. */
export function serverSays(now: number): void {
  aheadMs = now - Date.now();
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
