/** What a call plays goes on playing: browsers refuse it until the first click, and systems stop it for a call or a locked screen. */

const EVERY_MS = 1000;
/** What may have changed it, or may be the click that the browser waits for. */
const EVENTS = ["visibilitychange", "pointerup", "keyup", "pause"] as const;

/** Everything of the page that plays a live stream. */
function players(): HTMLMediaElement[] {
  return [...document.querySelectorAll<HTMLMediaElement>("audio, video")].filter(({ srcObject }) => srcObject !== null);
}

/** Play whatever stands still, again and again. `onBlocked`: whether there is sound that the browser plays only after a click. */
export function watchPlaying(onBlocked: (blocked: boolean) => void): () => void {
  const refused = new WeakSet<HTMLMediaElement>();
  let told = false;
  const tell = () => {
    const blocked = players().some((each) => each.paused && !each.muted && refused.has(each));
    if (blocked !== told) onBlocked(blocked);
    told = blocked;
  };
  const play = (each: HTMLMediaElement) =>
    each.play().catch((reason: unknown) => {
      if (reason instanceof DOMException && reason.name === "NotAllowedError") refused.add(each);
      tell();
    });
  const look = () => {
    for (const each of players()) if (each.paused) void play(each);
    tell();
  };
  const timer = setInterval(look, EVERY_MS);
  for (const event of EVENTS) document.addEventListener(event, look, { capture: true });
  look();
  return () => {
    clearInterval(timer);
    for (const event of EVENTS) document.removeEventListener(event, look, { capture: true });
  };
}

/** After an interruption some systems play on to nowhere (WebKit 208516) until the element gets its stream once more. */
export function playAnew(): void {
  for (const each of players()) {
    if (each.muted) continue;
    const { srcObject } = each;
    each.srcObject = null;
    each.srcObject = srcObject;
    each.play().catch(() => {}); // `watchPlaying` sees it
  }
}
