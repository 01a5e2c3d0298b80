/** English: what only the choice of devices shows. */
export const enSpeaker = {
  "speaker.label": "Speakers",
  "speaker.default": "Default",
  "speaker.test": "Play a sound",
  "speaker.playing": "Playing…",
  "speaker.question": "Did you hear it?",
  "speaker.yes": "Yes",
  "speaker.no": "No",
  "speaker.good": "Good: your speakers work.",
  "speaker.help": "Turn the volume up, check your headphones, or choose other speakers. Then try again.",
  "speaker.failed": "The sound could not be played. Choose other speakers and try again.",
  "blur.label": "Blur my background",
  "blur.hint": "Done by your browser, on this device only.",
} as const;
