/** A session seen again: pictures, board, what happened, and the deck that plays it. */
import { useCallback, useMemo, useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { Shortcuts } from "../ui/shortcuts";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import type { Replay, ReplayApi } from "./api";
import { BoardThen } from "./board-then";
import { Captions } from "./captions";
import { Deck } from "./deck";
import { Happened } from "./happened";
import { instantIn, linkAt } from "./instants";
import { NowChips } from "./now-chips";
import { Pictures } from "./pictures";
import { inLane, tiles } from "./tiles";
import { useAddress, usePlayer } from "./use-player";
import { REPLAY_KEYS, useReplayKeys } from "./use-replay-keys";
import "../styles/brand.css";
import "../styles/page-head.css";
import "./replay-room.css";

interface ReplayRoomProps {
  readonly replay: Replay;
  readonly api: ReplayApi;
  readonly homeHref: string;
}

const addressAt = (at: number) => linkAt(location.href, at);

export function ReplayRoom({ replay, api, homeHref }: ReplayRoomProps) {
  const { people, part, viewer_id } = replay;
  const player = usePlayer(replay, api, instantIn(location.search, replay.duration_ms));
  useAddress(player, addressAt);
  const [lane, setLane] = useState<string | null>(part === "student" ? viewer_id : null);
  const [muted, setMuted] = useState<ReadonlySet<string>>(new Set());
  const [captions, setCaptions] = useState(true);
  const [keys, setKeys] = useState(false);
  const { toasts, show, dismiss } = useToasts();
  const shownTiles = useMemo(() => tiles(replay), [replay]);
  const students = useMemo(() => people.filter((seat) => seat.part === "student"), [people]);

  /** Whoever is muted or not in the lane is not heard. */
  const hear = useCallback(
    (nextLane: string | null, nextMuted: ReadonlySet<string>) => {
      setLane(nextLane);
      setMuted(nextMuted);
      const silent = shownTiles.filter(({ seat }) => !inLane(seat, nextLane) || nextMuted.has(seat.user_id));
      player.setMuted(new Set(silent.map(({ file }) => file.id)));
    },
    [player, shownTiles],
  );
  const mute = (id: string) => {
    const next = new Set(muted);
    if (!next.delete(id)) next.add(id);
    hear(lane, next);
  };
  const all = new Set(people.map((seat) => seat.user_id));
  useReplayKeys({
    player,
    onCaptions: () => setCaptions(!captions),
    onMute: () => hear(lane, muted.size > 0 ? new Set() : all),
    onKeys: () => setKeys(true),
  });
  const copy = () => {
    const { at } = player.time.get();
    const link = addressAt(at);
    navigator.clipboard.writeText(link).then(
      () => show(t("replay.copied", { time: clockText(at) })),
      () => show(t("replay.not_copied", { link })),
    );
  };
  const shown = (id: string) => people.some((seat) => seat.user_id === id && inLane(seat, lane));
  return (
    <div className="replay">
      <header className="page-head replay-head">
        <a className="button quiet" href={homeHref}>
          {t("replay.back")}
        </a>
        <div className="replay-title">
          <h1 className="clip">{replay.title}</h1>
          <p className="soft small clip">{dateAndTime(replay.zero)}</p>
        </div>
        {students.length > 1 && (
          <label className="replay-lane">
            <span className="soft small">{t("replay.lane")}</span>
            <select className="input" value={lane ?? ""} onChange={({ target }) => hear(target.value || null, muted)}>
              <option value="">{t("replay.everybody")}</option>
              {students.map((seat) => (
                <option key={seat.user_id} value={seat.user_id}>
                  {seat.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" className="button" onClick={copy} title={t("replay.copy")} aria-label={t("replay.copy")}>
          <Icon name="link" />
        </button>
      </header>
      <main className="replay-main">
        <div className="replay-stage">
          <NowChips player={player} replay={replay} lane={lane} />
          <Pictures replay={replay} tiles={shownTiles} player={player} lane={lane} muted={muted} onMute={mute} />
          {captions && <Captions player={player} replay={replay} shown={shown} />}
        </div>
        <div className="replay-side">
          <BoardThen player={player} replay={replay} api={api} lane={lane} />
          <Happened player={player} replay={replay} shown={shown} lane={lane} />
        </div>
      </main>
      <Deck
        player={player}
        replay={replay}
        lane={lane}
        captions={captions}
        onCaptions={() => setCaptions(!captions)}
        onKeys={() => setKeys(true)}
      />
      {keys && <Shortcuts keys={REPLAY_KEYS} onClose={() => setKeys(false)} />}
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
