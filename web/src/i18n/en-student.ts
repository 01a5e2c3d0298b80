/** English: the student's page. Short sentences: children read them. */
export const enStudent = {
  "join.title": "Ready to join?",
  "join.with": "{title} with {tutor}",
  "join.button": "Join Session",
  "join.check": "Check how you look and sound. Nobody hears or sees you before you join.",
  "join.nobody_yet": "Nobody hears or sees you yet.",

  "wait.title": "Your tutor starts at {time}",
  "wait.title_day": "Your tutor starts on {time}",
  "wait.soon": "Any moment now",
  "wait.text": "You are in the waiting room. It opens by itself.",

  "sign.label": "Who can see and hear you",
  "sign.can_one": "{names} can see and hear you",
  "sign.can_other": "{names} can see and hear you",
  "sign.somebody": "Somebody of your center",
  "sign.fault": "This page cannot show who sees you",
  "sign.fault_text": "So nobody sees or hears you now. Switch off what translates or changes this page, or reload it.",
  "sign.nobody": "Nobody can see or hear you now",
  "sign.observer": "{name} (observer)",

  "stage.tutor": "Video of {tutor}",
  "stage.screen": "Screen of {tutor}",
  "stage.own": "Your own picture",
  "stage.tutor_away": "{tutor} will be right back",
  "stage.tutor_away_text": "Stay here and go on working.",
  "stage.tutor_camera_off": "{tutor}'s camera is off",
  "stage.paused": "Break time",
  "stage.paused_text": "{tutor} paused the session. It goes on by itself.",
  "stage.classmates": "At the table",

  "ask.button": "Ask for help",
  "ask.word": "Help",
  "ask.responded": "{tutor} is with you.",
  "ask.dismissed": "{tutor} says: {word}",
  "ask.dismissed_silent": "{tutor} has seen your request.",
  "ask.postponed": "{tutor} has seen it and comes to you later. You keep your place.",

  "chat.open": "Messages",
  "chat.unread_one": "Messages: {n} is new",
  "chat.unread_other": "Messages: {n} are new",
  "chat.told": "{tutor}: {text}",

  "pip.open": "Keep {tutor} in view",
  "pip.word": "In view",

  "keys.ask": "Ask for help",
  "keys.talk": "Messages",
} as const;
