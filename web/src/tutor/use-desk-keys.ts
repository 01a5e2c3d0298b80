/** The keys of the tutor's page. Space, to address all, is at its button. */
import type { TextKey } from "../i18n/t";
import type { RoomMedia } from "../session/room";
import { useShortcuts } from "../ui/use-shortcuts";

export const DESK_KEYS: readonly (readonly [string, TextKey])[] = [
  ["1 – 9", "keys.lane"],
  ["M", "keys.mic"],
  ["V", "keys.camera"],
  ["Space", "keys.address_all"],
  ["Esc", "keys.escape"],
  ["?", "keys.help"],
];

interface DeskKeys {
  /** null: an observer has neither microphone nor camera. */
  readonly media: RoomMedia | null;
  /** Go to the lane of this place, from 1. */
  readonly onLane: (seat: number) => void;
  readonly onBack: (() => void) | undefined;
  readonly onKeys: () => void;
}

export function useDeskKeys({ media, onLane, onBack, onKeys }: DeskKeys): void {
  const seats = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [String(i + 1), () => onLane(i + 1)]));
  useShortcuts({
    ...seats,
    m: media === null ? undefined : () => void media.setMic(!media.state.get().mic),
    v: media === null ? undefined : () => void media.setCamera(!media.state.get().camera),
    escape: onBack,
    "?": onKeys,
  });
}
