// Loads a part of the page, again and again until it comes. Browsers before Chrome 133 or so remember a module that failed and
// fail at once for ever; they name its address, so it is asked for with another ending. Vite's loader counts a style sheet as
// loaded even if it failed; it names the address as well.

const SOON_MS = [300, 1500, 4000] as const;
/** Milliseconds after which what is neither there nor refused is trouble too: it may come yet. */
const LATE_MS = 5000;
const FAILED_MODULE = /dynamically imported module: (\S+)/;
const FAILED_SHEET = /Unable to preload CSS for (\S+)/;

/** Import once more what has failed with `error`. `tries` is how often before. */
async function importAgain<M>(load: () => Promise<M>, error: unknown, tries: number): Promise<M> {
  const message = error instanceof Error ? error.message : "";
  const sheet = FAILED_SHEET.exec(message)?.[1];
  if (sheet !== undefined) await addSheet(sheet);
  try {
    return await load();
  } catch (still) {
    const address = FAILED_MODULE.exec(still instanceof Error ? still.message : "")?.[1];
    if (address === undefined) throw still;
    return (await import(/* @vite-ignore */ `${address.split("?")[0]}?again=${tries}`)) as M;
  }
}

function addSheet(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`Unable to preload CSS for ${href}`));
    });
    document.head.append(link);
  });
}

const waiting = new Set<() => void>();

/** Try at once whatever waits for its next try. */
export function tryNow(): void {
  for (const go of [...waiting]) go();
}

addEventListener("online", tryNow);

/** After a while, or as soon as the network is back. */
function untilTryable(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    waiting.add(done);
  });
}

/**
 * The module. `load` is the import alone: what comes by another address is the module itself, whatever `load` would have made of
 * it. `onTrouble` is called when it did not come at once nor soon after; it is tried on, without an end. A browser keeps waiting for
 * what hangs, whoever asks again.
 */
export async function loadModule<M>(load: () => Promise<M>, onTrouble: (error: unknown) => void): Promise<M> {
  let error: unknown;
  const late = setTimeout(() => onTrouble(new Error("late")), LATE_MS);
  try {
    return await load();
  } catch (first) {
    error = first;
  } finally {
    clearTimeout(late);
  }
  for (let tries = 1; ; tries++) {
    await untilTryable(SOON_MS[tries - 1] ?? 5000);
    try {
      return await importAgain(load, error, tries);
    } catch (again) {
      error = again;
    }
    if (tries >= 2) onTrouble(error);
  }
}
