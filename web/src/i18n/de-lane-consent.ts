/** German: what tutors read in a lane about being recorded. */
export const deLaneConsent = {
  "lanes.not_asked": "noch nicht zur Aufzeichnung gefragt",
  "lanes.not_asked_of": "{name} hat noch nicht gesagt, was aufgezeichnet werden darf, also wird es nichts",
  "lanes.not_recorded": "wird nicht aufgezeichnet",
  "lanes.not_recorded_of": "Von {name} wird nichts aufgezeichnet",
  "lanes.recorded": "erlaubt: {kinds}",
  "lanes.recorded_of": "Wenn die Stunde aufgezeichnet wird, dann von {name}: {kinds}",
  "lanes.consent_all": "alles",
  "lanes.consent_only": "nur {kind}",
  "lanes.consent_sound": "Ton",
  "lanes.consent_picture": "Bild",
  "lanes.consent_board": "Tafel",
} as const;
