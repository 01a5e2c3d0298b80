/** German: what admins read where they export or erase what is kept of a person. */
import type { enRights } from "./en-rights";

export const deRights: Record<keyof typeof enRights, string> = {
  "rights.open": "Daten",
  "rights.open_of": "Daten von {name}: herausgeben oder löschen",
  "rights.title": "Daten von {name}",
  "rights.export": "Daten exportieren",
  "rights.export_text":
    "Eine Kopie von allem, was von {name} aufbewahrt wird, zum Weitergeben an diese Person: ein ZIP mit einer Seite zum Lesen. Von anderen Schülern ist nichts darin. Das dauert einen Moment.",
  "rights.making": "{asked}: wird zusammengestellt …",
  "rights.failed": "{asked}: misslungen. {why}",
  "rights.download": "Kopie vom {asked} herunterladen (bis {until})",
  "rights.erase": "Person löschen…",
  "rights.erase_text": "Wenn eine Person will, dass nichts von ihr aufbewahrt wird, oder wer für ein Kind spricht:",
  "rights.what": "Alles von dieser Person verschwindet:",
  "rights.what_sessions":
    "aus jeder Stunde, auch mit anderen zusammen: Name, Nachrichten, Antworten, Hilferufe, Tafel, Aufnahmen;",
  "rights.what_account": "das Konto mit Anmeldungen und Links, und Notizen über sie.",
  "rights.what_stays":
    "Andere behalten, was ihres ist. Eine Bescheinigung sagt, was gelöscht wurde und was nicht erreicht werden kann.",
  "rights.no_way_back": "Das lässt sich nicht rückgängig machen.",
  "rights.type": "Namen eintippen: {name}",
  "rights.confirm": "Endgültig löschen",
  "rights.erased_title": "Die Person wird gelöscht",
  "rights.erased_text":
    "Das geht von selbst weiter, auch wenn diese Seite geschlossen wird. Die Bescheinigung sagt, wie weit es ist; die Adresse aufheben, denn diese Person steht in keiner Liste mehr.",
  "rights.certificate": "Bescheinigung öffnen",
};
