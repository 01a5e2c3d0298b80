/** English: what admins read where they say what the center tells about recording. */
export const enConsent = {
  "consent.title": "Recording",
  "consent.public_page": "The page that everybody reads",
  "consent.from": "Who decides for students",
  "consent.from_student": "The student",
  "consent.from_guardian": "A guardian",
  "consent.from_student_hint":
    "Students are asked before they join. What a guardian has said by their link holds: students cannot give more than that.",
  "consent.from_guardian_hint":
    "A guardian decides by a link that you send. On the student's own page it can only be taken back. Without a guardian's word nothing of the student is kept.",
  "consent.texts": "What your center says",
  "consent.texts_hint":
    "Plain text. A line that begins with “# ” is a heading, one with “- ” an item; an empty line begins a new paragraph. {center} and {days} are filled in.",
  "consent.language": "Language",
  "consent.field_asked": "Where people are asked",
  "consent.field_privacy": "The page about recording and privacy",
  "consent.needs_texts": "Both texts have to be there, in both languages.",
  "consent.preview": "Preview",
  "consent.ask_anew": "Ask everybody anew?",
  "consent.ask_anew_text":
    "With another text nobody has agreed yet. Everybody is asked again before their next session, and nothing is recorded of somebody until they, or their guardian, agree to the new text.",
  "consent.ask_anew_languages": "Have both languages been changed alike?",
  "consent.save_anew": "Save and ask anew",
  "consent.saved": "Saved. Everybody is asked anew.",
  "consent.history": "Versions",
  "consent.history_text": "What somebody agreed to stays readable as it was then.",
  "consent.version": "Version {number}",
  "consent.version_by": "{date}, {maker_name}",
  "consent.version_default": "as it comes with Deskside",
  "consent.kept_days": "kept for {days} days",
  "consent.present": "present",
} as const;
