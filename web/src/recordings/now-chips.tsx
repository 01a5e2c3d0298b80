/** What holds at the instant that is shown: a break, the mode, the exercise, a call for help. */
import { useCallback } from "react";
import { t } from "../i18n/t";
import type { Replay, Stretch } from "./api";
import { holding } from "./instants";
import type { Player } from "./player";
import { useInstant } from "./use-instant";

interface NowChipsProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly lane: string | null;
}

const WORDS: Partial<Record<Stretch["what"], Parameters<typeof t>[0]>> = {
  break: "replay.in_break",
  all: "replay.in_all",
  table: "replay.in_table",
  teach: "replay.in_teach",
  help: "replay.in_help",
};
const TONES: Partial<Record<Stretch["what"], string>> = { break: "warn", help: "danger", teach: "good", all: "good" };

export function NowChips({ player, replay, lane }: NowChipsProps) {
  const places = useCallback(
    (at: number) =>
      holding(replay.stretches, lane, at)
        .filter((each) => each.what === "exercise" || WORDS[each.what] !== undefined)
        .map((each) => replay.stretches.indexOf(each))
        .join(" "),
    [replay, lane],
  );
  const now = useInstant(player, places);
  const held = now === "" ? [] : now.split(" ").map((place) => replay.stretches[Number(place)]);
  return (
    <ul className="replay-now row" aria-label={t("replay.now")}>
      {held.map((each) => {
        if (each === undefined) return null;
        const key = WORDS[each.what];
        return (
          <li key={`${each.what} ${each.ref} ${each.start}`} className={`chip ${TONES[each.what] ?? ""}`}>
            {key === undefined ? each.text : t(key)}
          </li>
        );
      })}
    </ul>
  );
}
