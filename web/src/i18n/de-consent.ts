/** German: what admins read where they say what the center tells about recording. */
export const deConsent = {
  "consent.title": "Aufzeichnung",
  "consent.public_page": "Die Seite, die alle lesen",
  "consent.from": "Wer für Schüler entscheidet",
  "consent.from_student": "Der Schüler selbst",
  "consent.from_guardian": "Die Eltern",
  "consent.from_student_hint":
    "Schüler werden gefragt, bevor sie beitreten. Was Eltern über ihren Link gesagt haben, gilt: mehr können Schüler nicht erlauben.",
  "consent.from_guardian_hint":
    "Eltern entscheiden über einen Link, den du verschickst. Auf der Seite des Schülers lässt es sich nur zurücknehmen. Ohne ein Ja der Eltern wird vom Schüler nichts aufgehoben.",
  "consent.texts": "Was euer Zentrum sagt",
  "consent.texts_hint":
    "Einfacher Text. Eine Zeile mit „# “ am Anfang ist eine Überschrift, eine mit „- “ ein Punkt einer Liste; eine leere Zeile beginnt einen neuen Absatz. {center} und {days} werden ausgefüllt.",
  "consent.language": "Sprache",
  "consent.field_asked": "Wo gefragt wird",
  "consent.field_privacy": "Die Seite über Aufzeichnung und Datenschutz",
  "consent.needs_texts": "Beide Texte müssen da sein, in beiden Sprachen.",
  "consent.preview": "Vorschau",
  "consent.ask_anew": "Alle neu fragen?",
  "consent.ask_anew_text":
    "Einem anderen Text hat noch niemand zugestimmt. Alle werden vor ihrer nächsten Stunde neu gefragt, und von niemandem wird aufgezeichnet, bis er selbst oder seine Eltern dem neuen Text zugestimmt haben.",
  "consent.ask_anew_languages": "Sind beide Sprachen gleich geändert?",
  "consent.save_anew": "Speichern und neu fragen",
  "consent.saved": "Gespeichert. Alle werden neu gefragt.",
  "consent.history": "Fassungen",
  "consent.history_text": "Was jemand bejaht hat, bleibt lesbar, wie es damals war.",
  "consent.version": "Fassung {number}",
  "consent.version_by": "{date}, {maker_name}",
  "consent.version_default": "wie Deskside sie mitbringt",
  "consent.kept_days": "{days} Tage aufgehoben",
  "consent.present": "jetzige",
} as const;
