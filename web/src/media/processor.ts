// How much of the own picture this machine encodes in time: layers give way first, then frames. Pure; the line is another matter (`uplink.ts`).
import { type Limit, NO_LIMIT } from "./encodings";
import { isPressed, type Pressure } from "./pressure";

export interface ProcessorSample {
  /** Milliseconds. */
  readonly at: number;
  /** The browser itself sends less than it was asked for, as encoding takes too long (W3C webrtc-stats, qualityLimitationReason). */
  readonly limited: boolean;
  readonly pressure: Pressure | null;
}

const STAGES: readonly Limit[] = [
  NO_LIMIT,
  { ...NO_LIMIT, best: 1 },
  { ...NO_LIMIT, best: 0 },
  { ...NO_LIMIT, best: 0, frames: 15 },
  { ...NO_LIMIT, best: 0, frames: 8 },
];

/** Samples in a row: starting something takes a moment of everything there is. */
const SEEN_TWICE = 2;
/** Milliseconds in which a change shows in what the browser says. */
const SETTLE_MS = 6000;
/** Of calm before more is tried; doubled each time that it was too much. */
const PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 600_000;
/** A step up that goes well for this long was right. */
const PROVED_MS = 60_000;

export interface Processor {
  readonly stage: number;
  /** When the stage was entered. */
  readonly since: number;
  readonly strained: number;
  readonly strained_at: number;
  readonly patience_ms: number;
  /** The stage was entered from one that is less. */
  readonly rising: boolean;
}

export const NEW_PROCESSOR: Processor = {
  stage: 0,
  since: Number.NEGATIVE_INFINITY,
  strained: 0,
  strained_at: Number.NEGATIVE_INFINITY,
  patience_ms: PATIENCE_MS,
  rising: false,
};

export const processorLimit = ({ stage }: Processor): Limit => STAGES[stage] ?? NO_LIMIT;

/** `sending`: there is a picture that could give way. */
export function followProcessor(former: Processor, sample: ProcessorSample, sending: boolean): Processor {
  const { at, limited, pressure } = sample;
  if (sending && (limited || pressure === "critical")) {
    const noted = { ...former, strained: former.strained + 1, strained_at: at };
    return noted.strained >= SEEN_TWICE && at - former.since >= SETTLE_MS ? lowered(noted, at) : noted;
  }
  const calm = { ...former, strained: 0, strained_at: isPressed(pressure) ? at : former.strained_at };
  const proved = calm.rising && at - calm.since >= PROVED_MS;
  const steady = proved ? { ...calm, rising: false, patience_ms: PATIENCE_MS } : calm;
  if (steady.stage === 0 || at - Math.max(steady.since, steady.strained_at) < steady.patience_ms) return steady;
  return { ...steady, stage: steady.stage - 1, since: at, rising: true };
}

function lowered(processor: Processor, at: number): Processor {
  const stage = Math.min(STAGES.length - 1, processor.stage + 1);
  if (stage === processor.stage) return processor;
  const patience = processor.rising ? processor.patience_ms * 2 : processor.patience_ms;
  return {
    ...processor,
    stage,
    since: at,
    strained: 0,
    rising: false,
    patience_ms: Math.min(LONGEST_PATIENCE_MS, patience),
  };
}

/** Whether the browser says that encoding is what limits a picture that is sent. */
export function isProcessorLimited(stats: RTCStatsReport): boolean {
  let limited = false;
  stats.forEach((each: { type: string; kind?: string; active?: boolean; qualityLimitationReason?: string }) => {
    if (each.type === "outbound-rtp" && each.active !== false) limited ||= each.qualityLimitationReason === "cpu";
  });
  return limited;
}
