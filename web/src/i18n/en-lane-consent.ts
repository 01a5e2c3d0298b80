/** English: what tutors read in a lane about being recorded. */
export const enLaneConsent = {
  "lanes.not_asked": "not asked about recording",
  "lanes.not_asked_of": "{name} has not answered yet what may be recorded, so nothing is",
  "lanes.not_recorded": "not recorded",
  "lanes.not_recorded_of": "Nothing of {name} is recorded",
  "lanes.recorded": "agreed: {kinds}",
  "lanes.recorded_of": "If this session is recorded, of {name}: {kinds}",
  "lanes.consent_all": "everything",
  "lanes.consent_only": "{kind} only",
  "lanes.consent_sound": "sound",
  "lanes.consent_picture": "picture",
  "lanes.consent_board": "board",
} as const;
