/** One student's picture with what the tutor must know at a glance: times, status, network, microphone and camera. */
import { useCallback, useRef } from "react";
import { type TextKey, t } from "../i18n/t";
import type { RemoteMedia } from "../session/room";
import { personMs, type Status, status } from "../session/select";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { Avatar } from "../ui/small";
import { Sound } from "../ui/sound";
import { Ticking } from "../ui/ticking";
import { useSpeaking } from "../ui/use-speaking";
import { VideoView } from "../ui/video-view";
import type { Person, SignFault } from "../wire/session";
import { isWeak, NetworkBars } from "./network-bars";
import { type Kept, tileVeil } from "./tile-veil";
import "./student-video-tile.css";

const STATUS: Record<Status, TextKey> = {
  Active: "tile.active",
  Idle: "tile.idle",
  Reconnecting: "tile.reconnecting",
  Offline: "tile.offline",
};

/** What tiles do with the room's media. */
export interface TileMedia {
  readonly levelOf: (userId: string) => number;
  readonly showTile: (userId: string, width: number, height: number) => void;
  readonly watchFrames: (video: HTMLVideoElement) => () => void;
}

interface StudentVideoTileProps extends TileMedia {
  readonly person: Person;
  readonly media: RemoteMedia | undefined;
  /** The picture should move and stands still. */
  readonly frozen: boolean;
  /** What does not come, as one's own line does not carry it. */
  readonly kept: Kept;
  /** Why the student's page cannot vouch for its sign, so that nothing comes; null: it can. */
  readonly signFault: SignFault | null;
  /** The student hears the tutor now. */
  readonly hears: boolean;
  readonly large: boolean;
  readonly onLarge: (large: boolean) => void;
}

function Signs({ person, hears }: Pick<StudentVideoTileProps, "person" | "hears">) {
  return (
    <p className="tile-signs">
      {hears && <span className="tile-badge">{t("tile.hears_you")}</span>}
      <span role="img" aria-label={t(person.mic ? "tile.mic_on" : "tile.mic_off")}>
        <Icon name={person.mic ? "mic" : "micOff"} />
      </span>
      {!person.camera && (
        <span role="img" aria-label={t("tile.camera_off")}>
          <Icon name="cameraOff" />
        </span>
      )}
      {isWeak(person) && person.connected && (
        <span className="tile-weak" title={t("network.weak_of", { name: person.name })}>
          {t("network.weak")}
        </span>
      )}
      <NetworkBars person={person} />
    </p>
  );
}

function Pictures({ person, media, showTile, watchFrames }: StudentVideoTileProps) {
  const onSize = useCallback(
    (width: number, height: number) => showTile(person.user_id, width, height),
    [showTile, person.user_id],
  );
  const name = person.name;
  return (
    <>
      <VideoView
        stream={media?.camera ?? null}
        label={t("tile.video_of", { name })}
        onSize={onSize}
        onElement={watchFrames}
      />
      {media?.sound && <Sound stream={media.sound} />}
      {person.screen && <VideoView stream={media?.screen ?? null} label={t("tile.screen_of", { name })} />}
    </>
  );
}

type CoversProps = Pick<StudentVideoTileProps, "person" | "frozen" | "kept" | "signFault">;

function Covers({ person, frozen, kept, signFault }: CoversProps) {
  const veil = tileVeil(person, frozen, kept, signFault);
  return (
    <>
      {(status(person) === "Offline" || !(person.camera || person.screen)) && (
        <div className="tile-cover">
          <Avatar name={person.name} big />
        </div>
      )}
      {veil === "held_back" && (
        <div className="tile-cover veil" role="status">
          <Icon name="info" />
          <span>{t("tile.held_back", { name: person.name })}</span>
        </div>
      )}
      {veil === "paused" && (
        <div className="tile-cover veil" role="status">
          <Icon name="cameraOff" />
          <p>
            <b>{t("weak.title")}</b>
            <span>
              {!person.screen && person.camera_paused ? t("weak.text_of", { name: person.name }) : t("weak.text_in")}
            </span>
          </p>
        </div>
      )}
      {veil === "reconnecting" && (
        <div className="tile-cover veil">
          <span className="spinner" aria-hidden="true" />
          <span>{t("connection.reconnecting")}</span>
        </div>
      )}
    </>
  );
}

export function StudentVideoTile(props: StudentVideoTileProps) {
  const { person, frozen, kept, signFault, hears, large, onLarge, levelOf } = props;
  const element = useRef<HTMLLIElement>(null);
  useSpeaking(
    element,
    useCallback(() => levelOf(person.user_id), [levelOf, person.user_id]),
  );
  const shown = status(person);
  const word = person.presence === "lobby" ? "tile.lobby" : STATUS[shown];
  return (
    <li ref={element} className="tile" data-status={shown} data-large={large} data-student={person.user_id}>
      <div className="tile-picture" data-screen={person.screen}>
        {shown !== "Offline" && <Pictures {...props} />}
        <Covers person={person} frozen={frozen} kept={kept} signFault={signFault} />
        <p className="tile-name clip" translate="no">
          {person.name}
        </p>
        <Signs person={person} hears={hears} />
        <button
          type="button"
          className="tile-press"
          aria-label={t(large ? "tile.shrink" : "tile.enlarge", { name: person.name })}
          aria-pressed={large}
          onClick={() => onLarge(!large)}
        />
      </div>
      <p className="tile-times">
        <Ticking text={(now) => t("tile.session", { time: clockText(personMs(person, now).session) })} />
        <Ticking text={(now) => t("tile.total", { time: clockText(personMs(person, now).total) })} />
        <span className="tile-status">
          <span className="dot" aria-hidden="true" />
          <span>{t(word)}</span>
        </span>
      </p>
    </li>
  );
}
