/** The keys of a replay. */
import type { TextKey } from "../i18n/t";
import { useShortcuts } from "../ui/use-shortcuts";
import type { Player } from "./player";

export const REPLAY_KEYS: readonly (readonly [string, TextKey])[] = [
  ["Space, K", "replay.key_play"],
  ["← →", "replay.key_seek"],
  ["J L", "replay.key_skip"],
  ["+ −", "replay.key_speed"],
  ["C", "replay.key_captions"],
  ["M", "replay.key_mute"],
  ["?", "keys.help"],
];

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** The next rate in this direction; the same at the end. */
export function nextRate(rate: number, by: 1 | -1): number {
  const place = RATES.findIndex((each) => each >= rate);
  return RATES[Math.max(0, Math.min(RATES.length - 1, place + by))] ?? rate;
}

interface ReplayKeys {
  readonly player: Player;
  readonly onCaptions: () => void;
  readonly onMute: () => void;
  readonly onKeys: () => void;
}

export function useReplayKeys({ player, onCaptions, onMute, onKeys }: ReplayKeys): void {
  const toggle = () => player.toggle();
  const faster = (by: 1 | -1) => () => player.setRate(nextRate(player.state.get().rate, by));
  useShortcuts({
    " ": toggle,
    k: toggle,
    j: () => player.skip(-10_000),
    l: () => player.skip(10_000),
    arrowleft: () => player.skip(-5_000),
    arrowright: () => player.skip(5_000),
    "+": faster(1),
    "=": faster(1),
    "-": faster(-1),
    c: onCaptions,
    m: onMute,
    "?": onKeys,
  });
}
