/** Playing with sound where browsers may refuse that until the person has clicked. */

/** Plays; tells if the browser refuses. Anything else that ends a play (a newer stream) is not told. */
export function playAloud(element: HTMLMediaElement, onBlocked?: () => void): void {
  element.play().catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "NotAllowedError") onBlocked?.();
  });
}

/** After a click: everything that had to be silent is heard. */
export function playAll(): void {
  for (const audio of document.querySelectorAll("audio")) if (audio.paused) playAloud(audio);
}
