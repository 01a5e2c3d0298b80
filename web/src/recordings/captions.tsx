/** What is being said, below the pictures. */
import { useCallback } from "react";
import type { Replay } from "./api";
import { captions } from "./instants";
import { nameOf } from "./moment-words";
import type { Player } from "./player";
import { useInstant } from "./use-instant";
import "./captions.css";

interface CaptionsProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly shown: (personId: string) => boolean;
}

export function Captions({ player, replay, shown }: CaptionsProps) {
  const places = useCallback(
    (at: number) =>
      captions(replay.lines, at, shown)
        .map((line) => replay.lines.indexOf(line))
        .join(" "),
    [replay, shown],
  );
  const said = useInstant(player, places);
  if (replay.lines.length === 0) return null;
  const lines = said === "" ? [] : said.split(" ").map((place) => replay.lines[Number(place)]);
  return (
    <div className="captions" aria-hidden="true">
      {lines.map(
        (line) =>
          line !== undefined && (
            <p key={`${line.person_id} ${line.start}`}>
              <b>{nameOf(replay.people, line.person_id)}</b> <span>{line.text}</span>
            </p>
          ),
      )}
    </div>
  );
}
