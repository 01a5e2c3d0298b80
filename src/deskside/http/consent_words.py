"""Words of the pages about recording, which the server draws itself: for guardians, who have no account, and for
everybody who wants to read before they say anything."""

EN = {
    "privacy": "Recording and privacy",
    "privacy.of": "at {center}",
    "privacy.other": "Deutsch",
    "privacy.print": "Version {number}. To keep it, print this page or save it as a PDF.",
    "privacy.former": "This is version {number}, which is not the present one any more.",
    "privacy.present": "Read the present version",
    "privacy.asked": "Where people are asked, it says:",
    "guardian": "May sessions be recorded?",
    "guardian.who": "About {child}, at {center}",
    "guardian.more": "What is kept, why, how long, and who sees it",
    "guardian.allow": "What may be recorded and kept",
    "guardian.sound": "Sound",
    "guardian.sound_text": "What the microphone sends, and in writing what was said.",
    "guardian.picture": "Picture",
    "guardian.picture_text": "What the camera and a shared screen send.",
    "guardian.board": "Board",
    "guardian.board_text": "What is drawn and written, step by step.",
    "guardian.name": "Your name",
    "guardian.give": "Allow what is ticked",
    "guardian.refuse": "Allow nothing",
    "guardian.withdraw": "Take everything back",
    "guardian.again": "You can come back by this link and change your mind. It takes effect at once, also during a "
    "session. What was recorded before stays until it is deleted; ask the center if it should be erased now. Taking "
    "part never depends on what you choose.",
    "guardian.saved": "Saved.",
    "guardian.holds": "Of {child} is recorded when a session is recorded: {kinds}. Nothing else.",
    "guardian.holds_nothing": "Nothing of {child} is recorded.",
    "guardian.asked_anew": "The text has changed since you decided. Until you decide again, nothing is recorded that "
    "needs your word.",
    "guardian.needs_name": "Please write your name, so that it is known who decided.",
    "guardian.text_changed": "The text has changed meanwhile. Please read it again and choose anew.",
}

DE = {
    "privacy": "Aufzeichnung und Datenschutz",
    "privacy.of": "bei {center}",
    "privacy.other": "English",
    "privacy.print": "Fassung {number}. Zum Aufheben kannst du diese Seite drucken oder als PDF speichern.",
    "privacy.former": "Das ist Fassung {number}, die nicht mehr die jetzige ist.",
    "privacy.present": "Die jetzige Fassung lesen",
    "privacy.asked": "Wo gefragt wird, steht:",
    "guardian": "Dürfen Stunden aufgezeichnet werden?",
    "guardian.who": "Es geht um {child}, bei {center}",
    "guardian.more": "Was aufgehoben wird, wozu, wie lange, und wer es sieht",
    "guardian.allow": "Was aufgehoben werden darf",
    "guardian.sound": "Ton",
    "guardian.sound_text": "Was das Mikrofon sendet, und was gesagt wurde als Text.",
    "guardian.picture": "Bild",
    "guardian.picture_text": "Was die Kamera und ein geteilter Bildschirm senden.",
    "guardian.board": "Tafel",
    "guardian.board_text": "Was gezeichnet und geschrieben wird, Schritt für Schritt.",
    "guardian.name": "Dein Name",
    "guardian.give": "Angekreuztes erlauben",
    "guardian.refuse": "Nichts erlauben",
    "guardian.withdraw": "Alles zurücknehmen",
    "guardian.again": "Du kannst über diesen Link wiederkommen und es dir anders überlegen. Das gilt sofort, auch "
    "während einer Stunde. Was vorher aufgezeichnet wurde, bleibt, bis es gelöscht wird; sag dem Zentrum, wenn es "
    "gleich gelöscht werden soll. Mitmachen kann dein Kind in jedem Fall.",
    "guardian.saved": "Gespeichert.",
    "guardian.holds": "Wenn eine Stunde aufgezeichnet wird, dann von {child}: {kinds}. Sonst nichts.",
    "guardian.holds_nothing": "Von {child} wird nichts aufgezeichnet.",
    "guardian.asked_anew": "Der Text hat sich geändert, seit du entschieden hast. Bis du neu entscheidest, wird nichts "
    "aufgezeichnet, wozu dein Ja nötig ist.",
    "guardian.needs_name": "Bitte schreib deinen Namen, damit klar ist, wer entschieden hat.",
    "guardian.text_changed": "Der Text hat sich inzwischen geändert. Bitte lies ihn noch einmal und wähl neu.",
}
