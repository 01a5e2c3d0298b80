"""What Deskside tells about recording where a center has not written its own: asked and privacy page, in each language.

Whoever changes a word here changes what centers without texts of their own ask from then on; what somebody agreed to
before is kept as it was.
"""

EN = (
    """\
Sessions at {center} can be recorded, so that students can look at them again and tutors can see how it went.

Sound, picture and board are asked for one by one. Nothing is kept of somebody who does not agree, and everything works for them just the same.

What is kept is deleted after {days} days. Everybody can change their mind at any time, also in the middle of a session.
""",  # noqa: E501  each paragraph is a line
    """\
# What is recorded
{center} can record tutoring sessions. A red sign on the page says so as long as it happens. Of each person only what they, or their parents, agreed to:
- sound: what their microphone sends, and in writing what was said
- picture: what their camera and their shared screen send
- board: what they draw and write, step by step, so that it can be played again

Whoever agrees to nothing takes part in the same way: sound and picture go to the tutor during the session, and nothing of them is written down. What was written and answered, and the last state of a board, belongs to the session like an exercise book and is kept with it in any case.

# Why
So that students can look at an explanation again, and so that tutors can prepare the next session and get better. For nothing else: no advertising, no training of machines, no recognising of faces or voices.

# How long
Recordings are deleted after {days} days, with everything that was made of them. {center} can keep a single session longer for a good reason, and tells those concerned.

# Who sees it
The tutor of the session and the administration of {center}. Students see their own: their voice, their picture, their board, and what the tutor said to them. Never another student's. Whoever looks at a recording or loads it down is noted.

Files are encrypted on the server of {center} or of somebody who works for it. Nobody else gets them.

# You decide
Nobody has to agree, and there is no disadvantage for somebody who does not. You can change your mind on the page of the session at any time; it takes effect at once. Parents can do so by the link that they got. What was recorded before stays until it is deleted or until you ask for it to be erased.

# Seeing, getting and erasing what is kept
You can ask what is kept of you or your child, get a copy of it, and have it corrected or erased. Erasing takes your own sound, picture and board out of recordings with others too. If somebody else's microphone picked up your voice, tell us: that is in their recording. You can also complain to the data protection authority.

# Whom to ask
Ask your tutor or the office of {center}.
""",  # noqa: E501  each paragraph is a line
)

DE = (
    """\
Stunden bei {center} können aufgezeichnet werden, damit Schüler sie noch einmal ansehen und Lehrkräfte sehen können, wie es lief.

Nach Ton, Bild und Tafel wird einzeln gefragt. Von jemandem, der nicht zustimmt, wird nichts aufgehoben, und für ihn geht alles genauso.

Was aufgehoben wird, wird nach {days} Tagen gelöscht. Jeder kann es sich jederzeit anders überlegen, auch mitten in einer Stunde.
""",  # noqa: E501
    """\
# Was aufgezeichnet wird
{center} kann Stunden aufzeichnen. Solange das geschieht, steht ein rotes Zeichen auf der Seite. Von jedem nur das, dem er selbst oder seine Eltern zugestimmt haben:
- Ton: was das Mikrofon sendet, und was gesagt wurde auch als Text
- Bild: was die Kamera und ein geteilter Bildschirm senden
- Tafel: was jemand zeichnet und schreibt, Schritt für Schritt, damit man es wieder abspielen kann

Wer nicht zustimmt, macht genauso mit: Ton und Bild gehen während der Stunde zur Lehrkraft, und nichts davon wird aufgeschrieben. Was geschrieben und geantwortet wurde und der letzte Stand einer Tafel gehören zur Stunde wie ein Heft und werden auf jeden Fall mit ihr aufgehoben.

# Wozu
Damit Schüler eine Erklärung noch einmal ansehen und Lehrkräfte die nächste Stunde vorbereiten und besser werden können. Für nichts anderes: keine Werbung, kein Anlernen von Maschinen, kein Erkennen von Gesichtern oder Stimmen.

# Wie lange
Aufzeichnungen werden nach {days} Tagen gelöscht, mit allem, was daraus gemacht wurde. {center} kann eine einzelne Stunde aus gutem Grund länger aufheben und sagt es denen, die es betrifft.

# Wer es sieht
Die Lehrkraft der Stunde und die Verwaltung von {center}. Schüler sehen ihr Eigenes: ihre Stimme, ihr Bild, ihre Tafel, und was die Lehrkraft ihnen gesagt hat. Niemals das von anderen Schülern. Wer eine Aufzeichnung ansieht oder herunterlädt, wird vermerkt.

Die Dateien liegen verschlüsselt auf dem Server von {center} oder von jemandem, der dafür arbeitet. Niemand sonst bekommt sie.

# Du entscheidest
Niemand muss zustimmen, und niemand hat einen Nachteil, wenn er es nicht tut. Du kannst es dir auf der Seite der Stunde jederzeit anders überlegen; das gilt sofort. Eltern können es über den Link, den sie bekommen haben. Was vorher aufgezeichnet wurde, bleibt, bis es gelöscht wird oder bis du verlangst, dass es gelöscht wird.

# Ansehen, bekommen und löschen lassen
Du kannst fragen, was von dir oder deinem Kind aufgehoben ist, eine Kopie davon bekommen und es berichtigen oder löschen lassen. Gelöscht werden Ton, Bild und Tafel auch aus Aufzeichnungen mit anderen. Wenn das Mikrofon von jemand anderem deine Stimme aufgenommen hat, sag es uns: das steht in dessen Aufzeichnung. Du kannst dich auch bei der Datenschutzbehörde beschweren.

# Wen du fragst
Frag deine Lehrkraft oder das Büro von {center}.
""",  # noqa: E501
)
