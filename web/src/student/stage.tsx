/** The large picture: the tutor, the tutor's screen, or the student's own while there is no other. The page's only `<video>`. */
import { useCallback } from "react";
import { t } from "../i18n/t";
import type { MediaState, Room } from "../session/room";
import type { RoomState } from "../session/store";
import { CornerView } from "../ui/corner-view";
import { Avatar } from "../ui/small";
import { Sound } from "../ui/sound";
import { VideoView } from "../ui/video-view";
import type { Session } from "../wire/session";
import { cover, type OnStage, onStage } from "./on-stage";
import { StageCover } from "./stage-cover";
import "./stage.css";

interface StageProps {
  readonly room: Room;
  readonly state: RoomState;
  readonly media: MediaState;
  readonly view: Session;
}

const LABEL = { tutor: "stage.tutor", screen: "stage.screen", own: "stage.own" } as const;

function streamOf(shown: OnStage, media: MediaState, tutorId: string): MediaStream | null {
  if (shown === "own") return media.preview;
  return media.remote[tutorId]?.[shown === "tutor" ? "camera" : "screen"] ?? null;
}

export function Stage({ room, state, media, view }: StageProps) {
  const { tutor } = view;
  const shown = onStage(state, view, media);
  const streams = media.remote[tutor.user_id];
  const voice = streams?.sound ?? null;
  const cornered = tutor.camera && !tutor.camera_paused && !state.edges.paused_cameras.includes(tutor.user_id);
  const onSize = useCallback(
    (width: number, height: number) => room.media.showTile(tutor.user_id, width, height),
    [room, tutor.user_id],
  );
  return (
    <section className="stage" data-shown={shown}>
      <VideoView
        stream={streamOf(shown, media, tutor.user_id)}
        label={t(LABEL[shown], { tutor: tutor.name })}
        mirrored={shown === "own"}
        onSize={shown === "tutor" ? onSize : undefined}
        onElement={shown === "own" ? undefined : room.media.watchFrames}
      />
      {voice !== null && <Sound stream={voice} />}
      {shown === "own" && media.preview === null && (
        <div className="stage-blank">
          <Avatar name={view.tutor.name} big />
        </div>
      )}
      {shown !== "own" && (
        <p className="stage-name" translate="no">
          {tutor.name}
        </p>
      )}
      <StageCover cover={cover(state, view, media)} view={view} />
      <div className="corners" aria-hidden="true">
        {shown === "screen" && cornered && <CornerView stream={streams?.camera ?? null} mirrored={false} />}
        {shown !== "own" && media.preview !== null && <CornerView stream={media.preview} mirrored />}
      </div>
    </section>
  );
}
