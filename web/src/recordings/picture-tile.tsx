/** One recorded file: picture and sound of a person, or a shared screen. */
import { useCallback, useEffect, useRef } from "react";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { Avatar } from "../ui/small";
import { useObservable } from "../ui/use-observable";
import type { Replay } from "./api";
import { nameOf } from "./moment-words";
import type { Load, Player } from "./player";
import { sending, type Tile } from "./tiles";
import { useInstant } from "./use-instant";

interface PictureTileProps {
  readonly tile: Tile;
  readonly replay: Replay;
  readonly player: Player;
  readonly hidden: boolean;
  readonly muted: boolean;
  readonly onMute: () => void;
}

/** "c": the camera is on, "m": the microphone; of a screen, "s". */
function useSending({ tile, replay, player }: Pick<PictureTileProps, "tile" | "replay" | "player">): string {
  const id = tile.seat.user_id;
  const of = useCallback(
    (at: number) =>
      (["camera", "mic", "screen"] as const)
        .filter((what) => sending(replay.stretches, id, what, at))
        .map((what) => what[0])
        .join(""),
    [replay, id],
  );
  return useInstant(player, of);
}

function Speaker({ off }: { readonly off: boolean }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={`M4 9.5v5h3.500l5 4v-13l-5 4H4Z${off ? "M16 9.500l5 5M21 9.500l-5 5" : "M16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11"}`}
      />
    </svg>
  );
}

function Trouble({ load, onRetry }: { readonly load: Load; readonly onRetry: () => void }) {
  if (load !== "failed") return load === "ready" ? null : <span className="picture-waiting spinner" />;
  return (
    <div className="picture-failed" role="alert">
      <p>{t("replay.load_failed")}</p>
      <button type="button" className="button small" onClick={onRetry}>
        {t("replay.retry")}
      </button>
    </div>
  );
}

export function PictureTile({ tile, replay, player, hidden, muted, onMute }: PictureTileProps) {
  const { file, seat, screen } = tile;
  const video = useRef<HTMLVideoElement>(null);
  const load = useObservable(player.state).loads[file.id] ?? "loading";
  const on = useSending({ tile, replay, player });
  const person = nameOf(replay.people, seat.user_id);
  const name = screen ? t("replay.screen_of", { name: person }) : person;
  useEffect(() => {
    const { id, url, duration_ms } = file;
    const first = seat.part === "tutor" && !screen;
    return video.current === null
      ? undefined
      : player.attach({ id, url, durationMs: duration_ms, first }, video.current);
  }, [player, file, seat, screen]);
  const seen = file.picture && on.includes(screen ? "s" : "c");
  const toggle = t(muted ? "replay.unmute" : "replay.mute", { name: person });
  return (
    <li className={screen ? "picture screen" : "picture"} hidden={hidden} data-person={seat.user_id} data-load={load}>
      {/* biome-ignore lint/a11y/useMediaCaption: captions of everybody stand below the pictures. */}
      <video ref={video} className={seen ? "" : "dark"} playsInline preload="auto" aria-label={name} />
      {!seen && load !== "failed" && (
        <span className="picture-off">
          <Avatar name={person} big />
          <span className="small">{t("replay.camera_off")}</span>
        </span>
      )}
      <Trouble load={load} onRetry={() => player.retry(file.id)} />
      <span className="tile-name clip">
        <span>{name}</span>
        {!screen && !on.includes("m") && (
          <span title={t("replay.muted")}>
            <Icon name="micOff" />
            <span className="visually-hidden">{t("replay.muted")}</span>
          </span>
        )}
      </span>
      {!screen && (
        <button
          type="button"
          className="button small picture-mute"
          aria-pressed={muted}
          aria-label={toggle}
          title={toggle}
          onClick={onMute}
        >
          <Speaker off={muted} />
        </button>
      )}
    </li>
  );
}
