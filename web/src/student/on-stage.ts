/** What the student's one large picture shows. Pure. */
import type { MediaState } from "../session/room";
import { flowing, myLane } from "../session/select";
import { attends } from "../session/signs";
import type { RoomState } from "../session/store";
import type { Session } from "../wire/session";

export type OnStage = "tutor" | "screen" | "own";
/** What is said over the picture; null: nothing is in the way. */
export type Cover =
  | "waiting"
  | "paused"
  | "reconnecting"
  | "engine"
  | "tutor_away"
  | "tutor_weak"
  | "own_weak"
  | "tutor_camera_off"
  | null;

/** Whether the tutor's shared screen is for this student now. */
function screenIsForMe(state: RoomState, view: Session): boolean {
  const taught = myLane(state)?.mode === "TEACH";
  return flowing(view) && view.tutor.screen && (taught || view.open_table || view.screen_to_all);
}

/** Screen before camera; one's own picture while the tutor shows none that one's line carries. */
export function onStage(state: RoomState, view: Session, media: MediaState): OnStage {
  const { tutor } = view;
  const streams = media.remote[tutor.user_id];
  if (!flowing(view) || tutor.presence !== "joined") return "own";
  const { paused_cameras, paused_screens } = state.edges;
  if (screenIsForMe(state, view) && streams?.screen && !paused_screens.includes(tutor.user_id)) return "screen";
  return tutor.camera && streams?.camera && !paused_cameras.includes(tutor.user_id) ? "tutor" : "own";
}

/** The first thing that is in the way, the most general before the particular. */
export function cover(state: RoomState, view: Session, media: MediaState): Cover {
  if (view.status === "SCHEDULED") return "waiting";
  if (state.link === "down" || media.media_link === "recovering") return "reconnecting";
  if (!view.engine_up) return "engine";
  if (view.paused) return "paused";
  const { tutor } = view;
  if (!attends(tutor)) return "tutor_away";
  if (tutor.camera_paused && !tutor.screen) return "tutor_weak";
  const kept = screenIsForMe(state, view) ? state.edges.paused_screens : state.edges.paused_cameras;
  if (kept.includes(tutor.user_id)) return "own_weak";
  if (media.frozen.has(tutor.user_id)) return "tutor_away"; // and the server does not know it yet
  return tutor.camera || tutor.screen ? null : "tutor_camera_off";
}
