/** Media of a page before there are any. */
import type { MediaState } from "../session/room";

export const NO_MEDIA: MediaState = {
  mic: false,
  camera: false,
  screen: false,
  camera_paused: false,
  asking: new Set(),
  problems: [],
  preview: null,
  screen_preview: null,
  microphones: [],
  cameras: [],
  microphone_id: null,
  camera_id: null,
  blur: null,
  mic_silent: null,
  lost: [],
  moved: null,
  retaken: 0,
  remote: {},
  media_link: "connecting",
  loss_percent: null,
  rtt_ms: null,
  frozen: new Set(),
};
