/** Playing with sound where browsers may refuse that until the person has clicked. */

const HUSHED = "hushed";

/** Plays; if the browser refuses the sound, at least the picture, and tells. Anything else that ends a play is not told. */
export function playAloud(element: HTMLMediaElement, onBlocked?: () => void): void {
  element.play().catch((reason: unknown) => {
    if (!(reason instanceof DOMException) || reason.name !== "NotAllowedError" || element.muted) return;
    element.dataset[HUSHED] = "";
    element.muted = true;
    void element.play().catch(() => {}); // A play that a newer stream interrupts.
    onBlocked?.();
  });
}

/** After a click: everything that had to be silent is heard. */
export function unhush(): void {
  for (const element of document.querySelectorAll<HTMLMediaElement>(`[data-${HUSHED}]`)) {
    delete element.dataset[HUSHED];
    element.muted = false;
    playAloud(element);
  }
}
