// Finds out within a quarter of a second that the server can be reached again.
//
// By small HTTP requests, each with a limit of its own, and not by WebSockets: browsers hold new WebSockets back for seconds
// after failures (RFC 6455 section 7.2.3; Chromium from about 12 failures on, Firefox from the first), and a TCP
// connection that was begun while the network was away waits a second or more before it tries again.

const EVERY_MS = 250;
const EVERY_LATER_MS = 1500;
const LATER_AFTER_MS = 60_000;
/** Longer than name, TCP, TLS and request need at 300 ms round trip; at most five are under way at once. */
const EACH_LIMIT_MS = 1250;
const PATH = "/api/health";

const ABSENT = new Set([502, 504]);

/** Resolves with the milliseconds that the first answered request took; null once `signal` is aborted. */
export function reachable(signal: AbortSignal, poke: EventTarget): Promise<number | null> {
  return new Promise((resolve) => {
    const began = Date.now();
    const all = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const finish = (result: number | null) => {
      clearTimeout(timer);
      poke.removeEventListener("poke", ask);
      signal.removeEventListener("abort", stop);
      all.abort();
      resolve(result);
    };
    const stop = () => finish(null);
    const ask = () => {
      const asked = Date.now();
      answered(AbortSignal.any([all.signal, AbortSignal.timeout(EACH_LIMIT_MS)])).then((yes) => {
        if (yes && !all.signal.aborted) finish(Date.now() - asked);
      });
    };
    const next = () => {
      const every = Date.now() - began > LATER_AFTER_MS ? EVERY_LATER_MS : EVERY_MS;
      timer = setTimeout(
        () => {
          ask();
          next();
        },
        every * (0.8 + 0.4 * Math.random()),
      );
    };
    if (signal.aborted) return resolve(null);
    signal.addEventListener("abort", stop);
    poke.addEventListener("poke", ask);
    next();
  });
}

async function answered(signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(PATH, { cache: "no-store", credentials: "omit", signal });
    return !ABSENT.has(response.status);
  } catch {
    return false;
  }
}
