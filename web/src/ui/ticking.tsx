/** The one component that ticks: it draws a text of the server's present, once a second. */
import { createContext, useContext, useSyncExternalStore } from "react";
import { serverNow } from "./server-clock";

/** The server's clock as the page knows it, in milliseconds since 1970. */
export const ServerClock = createContext<() => number>(serverNow);

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

interface TickingProps {
  /** The text at an instant of the server's clock. */
  readonly text: (now: number) => string;
  readonly className?: string;
}

export function Ticking({ text, className = "numbers" }: TickingProps) {
  const clock = useContext(ServerClock);
  const shown = useSyncExternalStore(onTick, () => text(clock()));
  return (
    <span className={className} role="timer" translate="no">
      {shown}
    </span>
  );
}
