/** One lane, large: its board, the student's face in the corner, the exercise, and the words between tutor and student. */
import { useCallback } from "react";
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { RoomMedia } from "../session/room";
import { shownMedia } from "../session/select";
import { Avatar } from "../ui/small";
import { VideoView } from "../ui/video-view";
import type { Lane, Session } from "../wire/session";
import { BackToAll } from "./back-to-all";
import { LargeBoard } from "./lane-boards";
import { LaneExercise } from "./lane-exercise";
import { LaneTalk } from "./lane-talk";
import { useInView } from "./use-enlarged";
import "./enlarged-lane.css";

interface EnlargedLaneProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly camera: MediaStream | null;
  readonly showTile: RoomMedia["showTile"];
  readonly commands: Commands;
  readonly readOnly: boolean;
  readonly onBack: () => void;
}

function Face({ view, lane, camera, showTile }: Pick<EnlargedLaneProps, "view" | "lane" | "camera" | "showTile">) {
  const { user_id, name } = lane.person;
  const onSize = useCallback((width: number, height: number) => showTile(user_id, width, height), [showTile, user_id]);
  const shown = shownMedia(view, user_id);
  const seen = shown?.camera === true && !shown.camera_paused && camera !== null; // the last of it is no picture of now
  return (
    <div className="enlarged-face">
      {seen ? (
        <VideoView stream={camera} label={t("tile.video_of", { name })} onSize={onSize} />
      ) : (
        <Avatar name={name} big />
      )}
    </div>
  );
}

export function EnlargedLane(props: EnlargedLaneProps) {
  const { view, lane, commands, readOnly, onBack } = props;
  const { name } = lane.person;
  return (
    <section ref={useInView()} className="enlarged" aria-label={t("lane.of", { name })}>
      <header className="enlarged-head">
        <h2 className="clip" translate="no">
          {name}
        </h2>
        <span className="soft small clip">
          {t("lanes.grade", { grade: lane.grade_level, course: lane.course_level })}
        </span>
        <BackToAll onBack={onBack} />
      </header>
      <div className="enlarged-board">
        <LargeBoard view={view} lane={lane} readOnly={readOnly} />
      </div>
      <div className="enlarged-side">
        <Face {...props} />
        <LaneExercise sessionId={view.id} lane={lane} commands={commands} readOnly={readOnly} />
        <LaneTalk view={view} lane={lane} commands={commands} readOnly={readOnly} />
      </div>
    </section>
  );
}
