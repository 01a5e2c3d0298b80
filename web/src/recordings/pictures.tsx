/** Everybody's picture in a grid; who has none, and why. One media element a file, which stays as long as the page. */
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import type { Missing, Replay } from "./api";
import { nameOf } from "./moment-words";
import { PictureTile } from "./picture-tile";
import type { Player } from "./player";
import { absent, inLane, type Tile } from "./tiles";
import "./pictures.css";

interface PicturesProps {
  readonly replay: Replay;
  readonly tiles: readonly Tile[];
  readonly player: Player;
  readonly lane: string | null;
  readonly muted: ReadonlySet<string>;
  readonly onMute: (personId: string) => void;
}

const WHY: Record<Missing, Parameters<typeof t>[0]> = {
  processing: "replay.missing_processing",
  failed: "replay.missing_failed",
  deleted: "replay.missing_deleted",
  not_recorded: "replay.missing_not_recorded",
  no_consent: "replay.missing_no_consent",
  nothing: "replay.missing_nothing",
};

/** Safari before 17.4 on tablets and phones, and before 15 elsewhere, plays no WebM. */
function playsWebm(): boolean {
  return document.createElement("video").canPlayType('video/webm; codecs="vp8, opus"') !== "";
}

function Film({ replay }: { readonly replay: Replay }) {
  const film = replay.files.find((file) => file.kind === "composite");
  return (
    <div className="stack">
      <p className="notice warn">
        <Icon name="info" />
        <span>{t(film === undefined ? "replay.no_webm_no_film" : "replay.no_webm")}</span>
      </p>
      {film !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it.
        <video className="replay-film" controls playsInline src={film.url} aria-label={t("replay.film")} />
      )}
    </div>
  );
}

export function Pictures({ replay, tiles, player, lane, muted, onMute }: PicturesProps) {
  const gone = absent(replay.people, lane);
  const nothing = tiles.length === 0 && gone.every((seat) => seat.missing === "not_recorded");
  const count = tiles.filter(({ seat }) => inLane(seat, lane)).length;
  if (tiles.length > 0 && !playsWebm()) return <Film replay={replay} />;
  return (
    <section className="replay-pictures" aria-label={t("replay.pictures")}>
      {tiles.length > 0 && (
        <ul className="picture-grid" data-count={Math.min(count, 9)}>
          {tiles.map((tile) => (
            <PictureTile
              key={tile.file.id}
              tile={tile}
              replay={replay}
              player={player}
              hidden={!inLane(tile.seat, lane)}
              muted={muted.has(tile.seat.user_id)}
              onMute={() => onMute(tile.seat.user_id)}
            />
          ))}
        </ul>
      )}
      {nothing && (
        <p className="notice">
          <Icon name="info" />
          <span>{t("replay.nothing_recorded")}</span>
        </p>
      )}
      {!nothing && gone.length > 0 && (
        <ul className="replay-missing soft small">
          {gone.map((seat) => (
            <li key={seat.user_id}>
              {t(WHY[seat.missing ?? "nothing"], { name: nameOf(replay.people, seat.user_id) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
