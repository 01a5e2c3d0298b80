"""What people read on pages that the server draws itself, in each language; the client's own words are in web/src/i18n.

Pages that a script completes have only their title from here.
"""

from typing import Literal, get_args

from starlette.datastructures import Headers

from deskside.http import consent_words, erasure_words

Language = Literal["en", "de"]
LANGUAGE_COOKIE = "deskside_language"
"""Written by the client (web/src/i18n/language.ts) when somebody chooses a language by hand."""

EN = {
    "sign_in": "Sign in",
    "sign_in.text": "Tutors and admins sign in here. Students open their personal link.",
    "connection_test": "Connection test",
    "connection_test.text": "Checks browser, network and video, step by step.",
    "home": "Your sessions",
    "with": "{name} · with {tutor}",
    "start": "To the start page",
    "again": "Try again in {seconds} s. This page does so by itself.",
    "join": "Open your place in Deskside",
    "join.text": "This is a personal link.",
    "join.who": "You are {name}?",
    "join.only": "This link is for {name} alone. If you are somebody else, close this page and ask for a link of your "
    "own: whoever opens this one is {name} for the tutor and everybody else.",
    "join.open": "Open",
    "join.open_as": "Open as {name}",
    "join.once": "It works once.",
    "join.instead": "{other} is signed in here. Opening this link signs {other} out in this browser.",
    "join.stay": "Stay {other}",
    "password": "Choose a new password",
    "password.text": "For {name}. At least 10 characters; you are signed in with it at once.",
    "password.new": "New password",
    "password.save": "Save and sign in",
    "password.wrong": "This password cannot be used. Take at least 10 characters that others do not guess.",
    "link_gone": "This link does not work any more",
    "link_gone.text": "It is used up, expired or was replaced, or a part of it is missing. Ask your tutor or your "
    "center for a new one.",
    "not_found": "Nothing here",
    "not_found.text": "There is nothing at this address, or it is not for you. Check the link, or ask your center.",
    "calendar_gone": "This calendar is not there any more",
    "calendar_gone.text": "Its address was replaced. Make a new one on your page, and subscribe to that.",
    "unauthorized": "Please sign in",
    "unauthorized.text": "Nobody is signed in here any more. Sign in, or open your personal link again.",
    "password_needed": "First choose a password",
    "password_needed.text": "This sign-in is good for nothing but that. Go to your page, and choose one there.",
    "forbidden": "This is not for you",
    "forbidden.text": "You may not see or do this. If you should, ask an admin of your center.",
    "cross_site": "This came from another page",
    "cross_site.text": "For your safety Deskside takes nothing from other sites. Start on Deskside's own page.",
    "conflict": "That is not possible now",
    "conflict.text": "Something has changed in the meantime. Go back, load the page again, and try once more.",
    "method_not_allowed": "This address cannot be opened like that",
    "method_not_allowed.text": "Perhaps a page was sent twice. Go to the start page and try once more.",
    "too_large": "That was too much",
    "too_large.text": "What was sent is larger than Deskside takes. Send less of it.",
    "rate_limited": "Too often at once",
    "rate_limited.text": "So much was asked for within a short time that Deskside waits a moment. Nothing is lost.",
    "internal": "Something went wrong here",
    "internal.text": "It was a fault of the server, not yours, and it was noted. Go back and try again.",
    "unavailable": "Back in a moment",
    "unavailable.text": "A part of Deskside does not answer now. Nothing is lost.",
    "busy": "Many people sign in at this moment",
    "busy.text": "It takes a few seconds until it is your turn.",
    "not_built": "Not built",
    "not_built.text": "The pages of Deskside are not built yet. The command `make run` builds them.",
    "invalid": "That could not be read",
    "invalid.text": "Something in the address or in what was sent is not right. Check the link, or go back and try "
    "again.",
}

DE = {
    "sign_in": "Anmelden",
    "sign_in.text": "Hier melden sich Lehrkräfte und Verwaltung an. Schüler öffnen ihren persönlichen Link.",
    "connection_test": "Verbindungstest",
    "connection_test.text": "Prüft Browser, Netz und Video, Schritt für Schritt.",
    "home": "Deine Stunden",
    "with": "{name} · bei {tutor}",
    "start": "Zur Startseite",
    "again": "Versuch es in {seconds} s noch einmal. Diese Seite tut das von selbst.",
    "join": "Öffne deinen Platz in Deskside",
    "join.text": "Das ist ein persönlicher Link.",
    "join.who": "Du bist {name}?",
    "join.only": "Dieser Link ist nur für {name}. Wenn du jemand anderes bist, schließ diese Seite und frag nach einem "
    "eigenen Link: wer diesen öffnet, ist für die Lehrkraft und alle anderen {name}.",
    "join.open": "Öffnen",
    "join.open_as": "Als {name} öffnen",
    "join.once": "Er funktioniert ein Mal.",
    "join.instead": "Hier ist {other} angemeldet. Dieser Link meldet {other} in diesem Browser ab, wenn du ihn "
    "öffnest.",
    "join.stay": "{other} bleiben",
    "password": "Wähle ein neues Passwort",
    "password.text": "Für {name}. Mindestens 10 Zeichen; du bist damit gleich angemeldet.",
    "password.new": "Neues Passwort",
    "password.save": "Speichern und anmelden",
    "password.wrong": "Dieses Passwort geht nicht. Nimm mindestens 10 Zeichen, die andere nicht erraten.",
    "link_gone": "Dieser Link funktioniert nicht mehr",
    "link_gone.text": "Er ist verbraucht, abgelaufen oder wurde ersetzt, oder ein Teil davon fehlt. Bitte deine "
    "Lehrkraft oder dein Zentrum um einen neuen.",
    "not_found": "Hier ist nichts",
    "not_found.text": "Unter dieser Adresse gibt es nichts, oder es ist nicht für dich. Prüfe den Link, oder frag dein "
    "Zentrum.",
    "calendar_gone": "Diesen Kalender gibt es nicht mehr",
    "calendar_gone.text": "Seine Adresse wurde ersetzt. Leg auf deiner Seite eine neue an, und abonniere diese.",
    "unauthorized": "Bitte melde dich an",
    "unauthorized.text": "Hier ist niemand mehr angemeldet. Melde dich an, oder öffne deinen persönlichen Link noch "
    "einmal.",
    "password_needed": "Wähle zuerst ein Passwort",
    "password_needed.text": "Diese Anmeldung taugt nur dazu. Geh zu deiner Seite, und wähle dort eines.",
    "forbidden": "Das ist nicht für dich",
    "forbidden.text": "Das darfst du nicht sehen oder tun. Wenn du es dürfen solltest, frag die Verwaltung deines "
    "Zentrums.",
    "cross_site": "Das kam von einer anderen Seite",
    "cross_site.text": "Zu deiner Sicherheit nimmt Deskside nichts von anderen Seiten an. Beginne auf der Seite von "
    "Deskside.",
    "conflict": "Das geht jetzt nicht",
    "conflict.text": "Inzwischen hat sich etwas geändert. Geh zurück, lade die Seite neu, und versuch es noch einmal.",
    "method_not_allowed": "So lässt sich diese Adresse nicht öffnen",
    "method_not_allowed.text": "Vielleicht wurde eine Seite zweimal gesendet. Geh zur Startseite, und versuch es noch "
    "einmal.",
    "too_large": "Das war zu viel",
    "too_large.text": "Was gesendet wurde, ist größer, als Deskside annimmt. Sende weniger davon.",
    "rate_limited": "Zu oft auf einmal",
    "rate_limited.text": "In kurzer Zeit wurde so viel verlangt, dass Deskside einen Moment wartet. Nichts geht "
    "verloren.",
    "internal": "Hier ist etwas schiefgegangen",
    "internal.text": "Der Fehler liegt beim Server, nicht bei dir, und ist notiert. Geh zurück, und versuch es noch "
    "einmal.",
    "unavailable": "Gleich wieder da",
    "unavailable.text": "Ein Teil von Deskside antwortet gerade nicht. Nichts geht verloren.",
    "busy": "Gerade melden sich viele an",
    "busy.text": "Es dauert ein paar Sekunden, bis du an der Reihe bist.",
    "not_built": "Nicht gebaut",
    "not_built.text": "Die Seiten von Deskside sind noch nicht gebaut. Der Befehl `make run` baut sie.",
    "invalid": "Das ließ sich nicht lesen",
    "invalid.text": "In der Adresse oder in dem, was gesendet wurde, stimmt etwas nicht. Prüfe den Link, oder geh "
    "zurück und versuch es noch einmal.",
}

TEXTS: dict[Language, dict[str, str]] = {
    "en": EN | consent_words.EN | erasure_words.EN,
    "de": DE | consent_words.DE | erasure_words.DE,
}

BY_STATUS = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    410: "link_gone",
    413: "too_large",
    429: "rate_limited",
    500: "internal",
    503: "unavailable",
}
"""Which words an error gets whose code has none of its own; any other is "invalid"."""


def say(language: Language, key: str, **fields: object) -> str:
    """A text in this language. It may hold what somebody typed, so it has to be escaped."""
    return TEXTS[language][key].format(**fields)


def about(status: int, code: str) -> str:
    """The key of the words for an error."""
    return code if code in EN and f"{code}.text" in EN else BY_STATUS.get(status, "invalid")


def language_of(headers: Headers, cookies: dict[str, str]) -> Language:
    """The language chosen by hand in this browser, else the first of its wishes that there is (RFC 9110 12.5.4)."""
    chosen = cookies.get(LANGUAGE_COOKIE)
    wishes = [wish.partition(";")[0].strip() for wish in headers.get("accept-language", "")[:500].split(",")]
    for tag in (chosen or "", *wishes):
        for language in get_args(Language):
            if tag.partition("-")[0].lower() == language:
                return language  # type: ignore[no-any-return]
    return "en"
