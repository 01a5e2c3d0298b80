/** What was said and what happened, in order; a click goes there. */
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { clockText } from "../ui/duration";
import type { Replay } from "./api";
import { momentWords, nameOf } from "./moment-words";
import type { Player } from "./player";
import { current, type Entry, entries, type Wanted } from "./story";
import { useInstant } from "./use-instant";
import "./happened.css";

interface HappenedProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly lane: string | null;
  readonly shown: (personId: string) => boolean;
}

const WANTED: readonly { readonly value: Wanted; readonly key: Parameters<typeof t>[0] }[] = [
  { value: "all", key: "replay.wanted_all" },
  { value: "lines", key: "replay.wanted_lines" },
  { value: "moments", key: "replay.wanted_moments" },
];

interface LineProps {
  readonly entry: Entry;
  readonly replay: Replay;
  readonly now: boolean;
  readonly onSeek: (at: number) => void;
}

const EntryLine = memo(({ entry, replay, now, onSeek }: LineProps) => (
  <li className={entry.kind} aria-current={now ? "true" : undefined}>
    <button type="button" onClick={() => onSeek(entry.at)}>
      <span className="numbers soft small">{clockText(entry.at)}</span>
      {entry.kind === "line" ? (
        <span>
          <b>{nameOf(replay.people, entry.line.person_id)}</b> <span>{entry.line.text}</span>
        </span>
      ) : (
        <span>{momentWords(entry.moment, replay.people)}</span>
      )}
    </button>
  </li>
));

/** Keeps the entry of now in sight, until somebody scrolls by themselves. */
function useFollow(place: number) {
  const list = useRef<HTMLOListElement>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    const box = list.current;
    const entry = box?.children[place] as HTMLElement | undefined;
    if (!following || box === null || entry === undefined) return;
    box.scrollTo({ top: entry.offsetTop - box.clientHeight / 3 });
  }, [place, following]);
  return { list, following, setFollowing };
}

export function Happened({ player, replay, lane, shown }: HappenedProps) {
  const [wanted, setWanted] = useState<Wanted>("all");
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is shown depends on the lane alone.
  const list = useMemo(() => entries(replay, wanted, shown), [replay, wanted, lane]);
  const of = useCallback((at: number) => current(list, at), [list]);
  const place = useInstant(player, of);
  const { list: box, following, setFollowing } = useFollow(place);
  const seek = useCallback(
    (at: number) => {
      player.seek(at);
      setFollowing(true);
    },
    [player, setFollowing],
  );
  const stop = () => setFollowing(false);
  return (
    <section className="card happened" aria-label={t("replay.happened")}>
      <div className="happened-head">
        <h2>{t("replay.happened")}</h2>
        {replay.lines.length > 0 && (
          <Choice
            legend={t("replay.wanted")}
            value={wanted}
            options={WANTED.map(({ value, key }) => ({ value, label: t(key) }))}
            onChange={setWanted}
          />
        )}
      </div>
      {replay.lines.length === 0 && <p className="soft small">{t("replay.no_lines")}</p>}
      {list.length === 0 && <p className="soft">{t("replay.nothing_happened")}</p>}
      <ol ref={box} className="happened-list" onWheel={stop} onTouchMove={stop}>
        {list.map((entry, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once, and entries have no other name.
          <EntryLine key={n} entry={entry} replay={replay} now={n === place} onSeek={seek} />
        ))}
      </ol>
      {!following && (
        <button type="button" className="button small happened-follow" onClick={() => setFollowing(true)}>
          {t("replay.follow")}
        </button>
      )}
    </section>
  );
}
