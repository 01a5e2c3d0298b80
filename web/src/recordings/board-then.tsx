/** A lane's board as it was at the instant that is shown. */
import { useCallback, useEffect, useState } from "react";
import { BoardPicture } from "../board/board-picture";
import { t } from "../i18n/t";
import type { Scene } from "../session/boards";
import { clockText } from "../ui/duration";
import type { Replay, ReplayApi } from "./api";
import { boardAt } from "./instants";
import { nameOf } from "./moment-words";
import type { Player } from "./player";
import { useInstant } from "./use-instant";
import "./board-then.css";

interface BoardThenProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly api: ReplayApi;
  readonly lane: string | null;
}

/** Revisions that were fetched lately: whoever goes back and forth sees them at once. */
const KEPT = 40;
/** What is passed over quickly is not asked for. */
const CALM_MS = 120;

type Shown = { readonly number: number; readonly scene: Scene } | "failed" | null;

function useScene(api: ReplayApi, lane: string, number: number): Shown {
  const [kept] = useState(() => new Map<string, Scene>());
  const [shown, setShown] = useState<Shown>(null);
  useEffect(() => {
    if (number === 0) {
      setShown(null);
      return;
    }
    const key = `${lane}/${number}`;
    const known = kept.get(key);
    if (known !== undefined) {
      setShown({ number, scene: known });
      return;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      api.board(lane, number).then(
        (scene) => {
          if (kept.size >= KEPT) kept.delete(kept.keys().next().value as string);
          kept.set(key, scene);
          if (wanted) setShown({ number, scene });
        },
        () => wanted && setShown("failed"),
      );
    }, CALM_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [api, kept, lane, number]);
  return shown;
}

function Then({ player, replay, api, lane }: BoardThenProps & { readonly lane: string }) {
  const of = useCallback((at: number) => boardAt(replay.boards, lane, at), [replay, lane]);
  const number = useInstant(player, of);
  const shown = useScene(api, lane, number);
  const name = nameOf(replay.people, lane);
  if (number === 0) return <p className="soft board-then-none">{t("replay.board_empty", { name })}</p>;
  if (shown === "failed") return <p className="soft board-then-none">{t("replay.board_failed")}</p>;
  const since = replay.boards.find((each) => each.lane === lane && each.number === number)?.at ?? 0;
  const label = t("replay.board_of", { name, time: clockText(since) });
  return <BoardPicture scene={shown?.scene ?? null} label={label} large />;
}

export function BoardThen(props: BoardThenProps) {
  const { replay, lane } = props;
  const lanes = replay.people.filter((seat) => replay.boards.some((each) => each.lane === seat.user_id));
  const [chosen, setChosen] = useState("");
  const own = lane ?? (chosen || (lanes[0]?.user_id ?? ""));
  return (
    <section className="card board-then" aria-label={t("replay.board")}>
      <div className="board-then-head">
        <h2>{t("replay.board")}</h2>
        {lane === null && lanes.length > 1 && (
          <select
            className="input"
            aria-label={t("replay.board_choose")}
            value={own}
            onChange={({ target }) => setChosen(target.value)}
          >
            {lanes.map((seat) => (
              <option key={seat.user_id} value={seat.user_id}>
                {seat.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {lanes.length === 0 ? (
        <p className="soft board-then-none">{t("replay.board_none")}</p>
      ) : (
        <Then key={own} {...props} lane={own} />
      )}
    </section>
  );
}
