/** English: what is said of devices that come, go, or were taken away. */
export const enCare = {
  "care.hear": "Tap to hear",
  "care.hear_text": "Your browser waits for a tap before it plays sound.",
  "care.go_on": "Tap to go on",
  "care.go_on_text": "Your microphone or camera was taken away: by a phone call, or by another app.",
  "care.other_microphone": "“{label}” is your microphone now.",
  "care.other_camera": "“{label}” is your camera now.",
  "care.back_microphone": "Your microphone “{label}” is back.",
  "care.back_camera": "Your camera “{label}” is back.",
  "care.gone_microphone": "Your microphone is gone.",
  "care.gone_camera": "Your camera is gone.",
  "care.deafened": "Your tutor has switched your sound off.",
  "care.deafened_text": "Somebody beside you hears the lesson already. Two of you at once would echo.",
  "care.gone_text": "Plug it in again, or choose another one under “Devices”.",
} as const;
