/** How loud the microphone is, drawn sixty times a second without React. */
import { useEffect, useRef } from "react";
import { t } from "../i18n/t";
import "./level-meter.css";

const STEPS = Array.from({ length: 16 }, (_, i) => i);

/** `level` gives the loudness now, from 0 to 1. */
export function LevelMeter({ level }: { readonly level: () => number }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      const lit = Math.round(Math.min(1, level()) * STEPS.length);
      for (const [i, step] of [...(ref.current?.children ?? [])].entries()) step.classList.toggle("lit", i < lit);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [level]);
  return (
    <div ref={ref} className="level" role="img" aria-label={t("devices.level")}>
      {STEPS.map((i) => (
        <i key={i} />
      ))}
    </div>
  );
}
