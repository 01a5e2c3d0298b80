/** When the session is planned. The browser's first date takes a slow machine 60 ms, so *Join* is on the screen before it. */
import { useEffect, useState } from "react";
import { dateAndTime } from "../i18n/t";

/** As wide as a date, so that nothing moves when it comes. */
const PLACE = "\u2007".repeat(22);

export function PlannedFor({ at }: { readonly at: number }) {
  const [painted, setPainted] = useState(false);
  useEffect(() => afterFrame(() => setPainted(true)), []);
  return painted ? dateAndTime(at) : PLACE;
}

/** Calls back once the next frame is drawn, unless what it returns is called first. */
function afterFrame(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
