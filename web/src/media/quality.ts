// How well media arrive, from two samples of a receiving connection. Pure.
import type { Flow } from "./flow";

export interface Quality {
  /** Lost of all packets that should have come between the samples, in percent; null without packets. */
  readonly loss_percent: number | null;
  readonly rtt_ms: number | null;
  /** Frames a second of each video m-line, by mid. */
  readonly fps: Readonly<Record<string, number>>;
}

export function qualityBetween(former: Flow, now: Flow): Quality {
  const seconds = (now.at - former.at) / 1000;
  let [lost, came] = [0, 0];
  const fps: Record<string, number> = {};
  for (const [mid, line] of Object.entries(now.lines)) {
    const before = former.lines[mid];
    if (before === undefined || line.packets < before.packets) continue;
    lost += Math.max(0, line.lost - before.lost);
    came += line.packets - before.packets;
    if (seconds > 0 && line.frames > 0) fps[mid] = (line.frames - before.frames) / seconds;
  }
  return { loss_percent: lost + came === 0 ? null : (100 * lost) / (lost + came), rtt_ms: now.rtt_ms, fps };
}
