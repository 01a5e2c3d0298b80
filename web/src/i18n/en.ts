/** Every text of the client in English: the reference for every other language. `{name}` is filled in by `t`. */
import { enHelp } from "./en-help";
import { enHome } from "./en-home";
import { enStudent } from "./en-student";
import { enTutor } from "./en-tutor";

const enCommon = {
  "common.close": "Close",
  "common.cancel": "Cancel",
  "common.dismiss": "Dismiss this notice",
  "common.retry": "Try again",
  "common.loading": "Loading…",
  "common.skip": "Skip to the content",
  "common.home": "My sessions",

  "controls.group": "Your microphone, camera and screen",
  "controls.mute": "Mute",
  "controls.unmute": "Unmute",
  "controls.camera_off": "Turn camera off",
  "controls.camera_on": "Turn camera on",
  "controls.camera": "Camera",
  "controls.share": "Share screen",
  "controls.share_stop": "Stop sharing",
  "controls.share_word": "Share",
  "controls.share_stop_word": "Stop",
  "controls.devices": "Devices",
  "controls.leave": "Leave",
  "controls.self_view": "Your own picture",

  "network.0": "Network: unusable",
  "network.1": "Network: poor",
  "network.2": "Network: fair",
  "network.3": "Network: good",
  "network.4": "Network: very good",
  "network.unknown": "Network: not measured yet",

  "connection.connecting": "Connecting…",
  "connection.reconnecting": "Reconnecting…",
  "connection.reconnecting_text": "Your connection dropped. You will be back by yourself; nothing is lost.",
  "connection.engine_down": "Video is being restored",
  "connection.engine_down_text":
    "The video service is restarting. Sound and picture come back by themselves in a moment.",
  "connection.sound_blocked": "Your browser waits for a click before it plays sound.",
  "connection.play_sound": "Turn sound on",

  "state.loading": "Opening the session…",
  "state.superseded": "Open in another tab",
  "state.superseded_text": "You opened this session in another tab or on another device, so this page stepped back.",
  "state.use_here": "Use here",
  "state.ended": "The session has ended",
  "state.ended_text": "Camera and microphone are off. You can close this page.",
  "state.cancelled": "The session was cancelled",
  "state.cancelled_text": "It will not take place. Your center can tell you more.",
  "state.removed": "You are no longer in this session",
  "state.removed_text": "If you think this is a mistake, ask your tutor or your center.",
  "state.not_found": "There is no such session",
  "state.not_found_text": "Check the link, or ask your center for a new one.",
  "state.signed_out": "Please sign in again",
  "state.signed_out_text": "Your sign-in has ended. Open your personal link once more, or sign in.",
  "state.sign_in": "Sign in",
  "state.failed": "That did not work",
  "state.failed_text": "The server could not be reached. Check your connection and try again.",
  "state.unsupported": "This browser cannot hold a video call",
  "state.unsupported_text": "Open the page in a current Chrome, Edge, Firefox or Safari.",
  "state.left": "You left the session",
  "state.left_text": "Camera and microphone are off. You can come back as long as it runs.",
  "state.rejoin": "Join again",
  "state.paused": "Session paused",

  "devices.title": "Camera and microphone",
  "devices.camera": "Camera",
  "devices.microphone": "Microphone",
  "devices.none": "None found",
  "devices.problem": "Camera or microphone needs help",
  "devices.default": "Default",
  "devices.level": "Level of your microphone",
  "devices.speak": "Say something: the bar should move.",
  "devices.preview": "Your camera's picture",
  "devices.camera_is_off": "Your camera is off",
  "devices.starting": "Starting your camera…",
} as const;

export const en = { ...enCommon, ...enHelp, ...enHome, ...enStudent, ...enTutor } as const;
