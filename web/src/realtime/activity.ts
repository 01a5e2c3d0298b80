// Whether somebody is at this page: it saw a key, a pointer or a touch within the last minute.

const IDLE_AFTER_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

export interface Activity {
  active(): boolean;
  stop(): void;
}

export function watchActivity(): Activity {
  let seen = Date.now();
  const see = () => {
    seen = Date.now();
  };
  for (const sign of SIGNS) addEventListener(sign, see, { passive: true, capture: true });
  return {
    active: () => Date.now() - seen < IDLE_AFTER_MS,
    stop: () => {
      for (const sign of SIGNS) removeEventListener(sign, see, { capture: true });
    },
  };
}
