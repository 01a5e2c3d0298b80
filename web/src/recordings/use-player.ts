/** The player of a page, with links that stay good as long as it is open. */
import { useEffect, useState } from "react";
import type { Files, Replay, ReplayApi } from "./api";
import { Player } from "./player";

/** So long before links run out new ones are fetched. */
const EARLY_MS = 90_000;
const SOONEST_MS = 30_000;
const SAVED_MS = 5_000;

const linksOf = ({ files }: Files) => new Map(files.map((file) => [file.id, file.url]));

/** `startAt`: where it stands at first. */
export function usePlayer(replay: Replay, api: ReplayApi, startAt: number): Player {
  const [player] = useState(() => {
    const made = new Player(replay.duration_ms, async () => linksOf(await api.files()));
    made.seek(startAt);
    return made;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const later = ({ expires_at, now }: Pick<Files, "expires_at" | "now">) => {
      timer = setTimeout(renew, Math.max(SOONEST_MS, expires_at - now - EARLY_MS));
    };
    const renew = () =>
      api.files().then(
        (files) => {
          player.renewed(linksOf(files));
          later(files);
        },
        () => later({ expires_at: 0, now: 0 }), // tried again soon; a file that needs it asks by itself
      );
    if (replay.files.length > 0) later(replay);
    return () => {
      clearTimeout(timer);
      player.close();
    };
  }, [player, api, replay]);
  return player;
}

/** The address stands at the second that is shown, so that a reload goes on there. */
export function useAddress(player: Player, linkAt: (at: number) => string): void {
  useEffect(() => {
    let last = -1;
    const timer = setInterval(() => {
      const second = Math.floor(player.time.get().at / 1000);
      if (second !== last && (last !== -1 || second > 0)) history.replaceState(null, "", linkAt(second * 1000));
      last = second;
    }, SAVED_MS);
    return () => clearInterval(timer);
  }, [player, linkAt]);
}
