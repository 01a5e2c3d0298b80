/** The screen stays awake while somebody works on paper (W3C Screen Wake Lock). Where browsers cannot do it, nothing happens. */

type Lock = Pick<WakeLockSentinel, "release">;

/** From now on until the returned function is called. The system takes the lock whenever the page is hidden: it is asked for again. */
export function keepAwake(): () => void {
  let lock: Promise<Lock | null> = Promise.resolve(null);
  const release = () => {
    lock.then((held) => held?.release()).catch(() => {});
  };
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    release();
    const asked: Promise<Lock> | undefined = navigator.wakeLock?.request("screen");
    lock = asked?.catch(() => null) ?? Promise.resolve(null); // the battery is low, or the page was hidden meanwhile
  };
  document.addEventListener("visibilitychange", ask);
  ask();
  return () => {
    document.removeEventListener("visibilitychange", ask);
    release();
  };
}
