"""Words of the certificate of an erasure, which the server draws itself."""

EN = {
    "erasure": "Certificate of erasure",
    "erasure.of": "The person with the id {person} was erased at {center}.",
    "erasure.goes_on": "This is not finished yet. What stands here was erased so far; load the page again later.",
    "erasure.begun": "Begun",
    "erasure.done": "Finished",
    "erasure.by": "Asked for by",
    "erasure.what": "What was erased",
    "erasure.limits": "What this cannot reach",
    "erasure.print": "To keep it, print this page or save it as a PDF. It holds no name.",
    "erasure.count.profile": "Name, grade, course, email and password of the account",
    "erasure.count.sessions": "Sessions that were looked through",
    "erasure.count.events": "Entries of logs with their name or words",
    "erasure.count.tracks": "Recorded tracks: they can be opened no more",
    "erasure.count.recordings": "Recorded files of theirs, or with them in it",
    "erasure.count.transcripts": "Recordings whose words were written down",
    "erasure.count.boards": "Boards",
    "erasure.count.board_revisions": "States of boards",
    "erasure.count.table_boards": "Common boards on which they may have drawn, whole",
    "erasure.count.pictures": "Pictures on boards",
    "erasure.count.notes": "Notes of tutors about them",
    "erasure.count.logins": "Sign-ins",
    "erasure.count.links": "Links",
    "erasure.count.browsers": "Browsers that were known",
    "erasure.count.calendars": "Subscribed calendars",
    "erasure.count.consents": "Consents",
    "erasure.count.exports": "Copies of their data that were made for them",
    "erasure.count.record_details": "Details of lines in the center's record",
    "erasure.limit.figures": "That somebody was there, when and for how long, and how far they came, stays under the "
    "id, which means nobody any more.",
    "erasure.limit.others": "What other people said, wrote or drew elsewhere, their names for a session, and what "
    "their microphones and cameras picked up, is theirs and stays.",
    "erasure.limit.copies": "Copies of the database and of files that were made before hold it until they are deleted.",
    "erasure.limit.database": "PostgreSQL overwrites what was deleted when it needs the room (VACUUM FULL does so at "
    "once); SQLite's file was written anew.",
    "erasure.limit.papers": "What somebody has downloaded, printed or noted outside of Deskside is not reached.",
}

DE = {
    "erasure": "Bescheinigung einer Löschung",
    "erasure.of": "Die Person mit der Kennung {person} wurde bei {center} gelöscht.",
    "erasure.goes_on": "Das ist noch nicht fertig. Hier steht, was bisher gelöscht wurde; später die Seite neu laden.",
    "erasure.begun": "Begonnen",
    "erasure.done": "Fertig",
    "erasure.by": "Verlangt von",
    "erasure.what": "Was gelöscht wurde",
    "erasure.limits": "Was damit nicht erreicht wird",
    "erasure.print": "Zum Aufheben kannst du diese Seite drucken oder als PDF speichern. Sie enthält keinen Namen.",
    "erasure.count.profile": "Name, Klasse, Kurs, E-Mail und Passwort des Kontos",
    "erasure.count.sessions": "Durchgesehene Stunden",
    "erasure.count.events": "Einträge von Verläufen mit ihrem Namen oder ihren Worten",
    "erasure.count.tracks": "Aufgenommene Spuren: sie lassen sich nicht mehr öffnen",
    "erasure.count.recordings": "Aufgenommene Dateien von ihnen, oder mit ihnen darin",
    "erasure.count.transcripts": "Aufnahmen, deren Worte aufgeschrieben waren",
    "erasure.count.boards": "Tafeln",
    "erasure.count.board_revisions": "Stände von Tafeln",
    "erasure.count.table_boards": "Gemeinsame Tafeln, auf denen sie gezeichnet haben kann, ganz",
    "erasure.count.pictures": "Bilder auf Tafeln",
    "erasure.count.notes": "Notizen von Lehrkräften über sie",
    "erasure.count.logins": "Anmeldungen",
    "erasure.count.links": "Links",
    "erasure.count.browsers": "Bekannte Browser",
    "erasure.count.calendars": "Abonnierte Kalender",
    "erasure.count.consents": "Einwilligungen",
    "erasure.count.exports": "Kopien ihrer Daten, die für sie gemacht wurden",
    "erasure.count.record_details": "Einzelheiten von Zeilen im Protokoll des Zentrums",
    "erasure.limit.figures": "Dass jemand da war, wann und wie lange, und wie weit Arbeiten waren, bleibt unter der "
    "Kennung, die niemanden mehr bezeichnet.",
    "erasure.limit.others": "Was andere anderswo gesagt, geschrieben oder gezeichnet haben, wie sie eine Stunde "
    "genannt haben, und was ihre Mikrofone und Kameras mit aufgenommen haben, gehört ihnen und bleibt.",
    "erasure.limit.copies": "Kopien der Datenbank und von Dateien, die vorher gemacht wurden, enthalten es, bis sie "
    "gelöscht werden.",
    "erasure.limit.database": "PostgreSQL überschreibt Gelöschtes, wenn es den Platz braucht (VACUUM FULL sofort); die "
    "Datei von SQLite wurde neu geschrieben.",
    "erasure.limit.papers": "Was jemand heruntergeladen, gedruckt oder außerhalb von Deskside notiert hat, wird nicht "
    "erreicht.",
}

LIMITS = tuple(key.rpartition(".")[2] for key in EN if key.startswith("erasure.limit."))
COUNTS = tuple(key.rpartition(".")[2] for key in EN if key.startswith("erasure.count."))
