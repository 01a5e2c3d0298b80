/** German: what the server refuses, by code. */
export const deRefusals = {
  "refusal.unauthorized":
    "Du bist nicht mehr angemeldet. Melde dich an, oder öffne deinen persönlichen Link noch einmal.",
  "refusal.signed_out":
    "Diese Anmeldung wurde beendet. Melde dich neu an, oder öffne deinen persönlichen Link noch einmal.",
  "refusal.password_needed": "Wähle zuerst auf deiner Seite ein eigenes Passwort.",
  "refusal.forbidden": "Das darfst du nicht. Die Verwaltung deines Zentrums kann helfen.",
  "refusal.email_needed":
    "Ein Passwort nützt nur mit einer E-Mail-Adresse. Die Verwaltung des Zentrums kann sie eintragen.",
  "refusal.not_found": "Das gibt es nicht mehr. Lade die Seite neu.",
  "refusal.link_gone": "Dieser Link funktioniert nicht mehr. Bitte um einen neuen.",
  "refusal.calendar_gone": "Die Adresse dieses Kalenders funktioniert nicht mehr. Leg eine neue an.",
  "refusal.conflict": "Das geht jetzt nicht: inzwischen hat sich etwas geändert. Lade die Seite neu und sieh nach.",
  "refusal.csrf": "Diese Seite ist veraltet. Lade sie neu.",
  "refusal.cross_site": "Das kam von einer anderen Seite. Benutze die Seiten von Deskside.",
  "refusal.superseded":
    "Diese Stunde ist in einem anderen Tab oder auf einem anderen Gerät offen. Benutze das, oder lade diese Seite neu.",
  "refusal.board_full": "Diese Tafel ist voll. Leere sie, um weiterzuzeichnen.",
  "refusal.invalid": "Etwas daran stimmt nicht. Prüfe, was du eingegeben hast.",
  "refusal.weak_password": "Nimm ein Passwort mit mindestens 10 Zeichen, das andere weder kennen noch erraten.",
  "refusal.refused": "Das wurde abgelehnt. Prüfe, was du eingegeben hast.",
  "refusal.method_not_allowed": "Das geht an dieser Adresse nicht.",
  "refusal.too_large": "Das ist zu groß. Sende weniger davon.",
  "refusal.rate_limited": "Das war zu viel auf einmal. Warte einen Moment, und versuch es dann noch einmal.",
  "refusal.busy": "Gerade melden sich viele an. Versuch es in ein paar Sekunden noch einmal.",
  "refusal.internal": "Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal.",
  "refusal.unavailable":
    "Der Server kann gerade nichts speichern. Nichts wurde geändert; versuch es gleich noch einmal.",
  "refusal.kept_unavailable": "Aufnahmen lassen sich gerade nicht lesen. Versuch es gleich noch einmal.",
  "refusal.engine_unavailable":
    "Das Video antwortet gerade nicht; es wird neu gestartet. Versuch es gleich noch einmal.",
  "refusal.engine_refused": "Das kann das Video nicht. Lade die Seite neu.",
  "refusal.media_refused": "Das kann das Video nicht. Lade die Seite neu.",
  "refusal.unhealthy": "Ein Teil von Deskside antwortet gerade nicht. Versuch es gleich noch einmal.",
  "refusal.not_built": "Die Seiten von Deskside sind noch nicht gebaut.",
  "refusal.tutor_changed":
    "Eine andere Lehrkraft hat jetzt diese Stunde. Deine anderen Stunden stehen auf deiner Seite.",
  "refusal.removed": "Du gehörst nicht mehr zu dieser Stunde. Frag deine Lehrkraft oder dein Zentrum.",
  "refusal.session_over": "Diese Stunde ist vorbei.",
};
