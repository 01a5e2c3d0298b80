// A microphone that is on and gives nothing while somebody should hear it: the wrong one, or switched off at the device.

/** What is known of the microphone at one moment. */
export interface MicSample {
  /** Milliseconds of this machine. */
  readonly at: number;
  /** The track; another device, or the same one taken anew, is another. Null: it is off. */
  readonly track: string | null;
  /** 0 to 1; 0 is -60 dBFS and below. */
  readonly level: number;
  /** The system has silenced the device (W3C mediacapture-main, "muted"). */
  readonly muted: boolean;
  /** Somebody would hear it now. */
  readonly expected: boolean;
}

export interface Silence {
  /** The track that these facts are about. */
  readonly track: string | null;
  /** Something was heard from it: from now on its silence is a person who listens. */
  readonly proved: boolean;
  /** For how many milliseconds it has been silent while it should be heard. */
  readonly quiet_ms: number;
  readonly at: number;
  /** Tell the person. */
  readonly told: boolean;
}

export const NOTHING_HEARD: Silence = { track: null, proved: false, quiet_ms: 0, at: 0, told: false };

/** Even a quiet room is louder on a microphone that works. */
const HEARD = 0.02;
/** People who begin to listen say hello or clear their throat within this time. */
const QUIET_LIMIT_MS = 8000;
/** A page that slept has measured nothing in the meantime. */
const LONGEST_STEP_MS = 2000;

/** Take a sample. A device silenced by the system is told of even after it was heard. */
export function heed(former: Silence, sample: MicSample): Silence {
  const same = sample.track === former.track ? former : NOTHING_HEARD;
  const { track, at } = sample;
  if (track === null) return { ...NOTHING_HEARD, at };
  if (sample.level >= HEARD && !sample.muted) return { track, proved: true, quiet_ms: 0, at, told: false };
  if (!sample.expected || (same.proved && !sample.muted)) return { ...same, track, quiet_ms: 0, at, told: false };
  const step = same.at === 0 ? 0 : Math.min(LONGEST_STEP_MS, at - same.at);
  const quiet_ms = same.quiet_ms + step;
  return { track, proved: same.proved, quiet_ms, at, told: quiet_ms >= QUIET_LIMIT_MS };
}

const EVERY_MS = 500;

/** Watch for as long as the page lives; `onChange` gets whether to tell. Returns a function to stop. */
export function watchSilence(sample: () => MicSample, onChange: (told: boolean) => void): () => void {
  let silence = NOTHING_HEARD;
  const timer = setInterval(() => {
    const before = silence.told;
    silence = heed(silence, sample());
    if (silence.told !== before) onChange(silence.told);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
