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
}

DE = {
    "privacy": "Aufzeichnung und Datenschutz",
    "privacy.of": "bei {center}",
    "privacy.other": "English",
    "privacy.print": "Fassung {number}. Zum Aufheben kannst du diese Seite drucken oder als PDF speichern.",
    "privacy.former": "Das ist Fassung {number}, die nicht mehr die jetzige ist.",
    "privacy.present": "Die jetzige Fassung lesen",
    "privacy.asked": "Wo gefragt wird, steht:",
}
