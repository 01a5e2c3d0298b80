"""The page that stands in an export, for people: plain HTML, in English and German, with no script and no address of
anything outside of the archive. Every word of it is escaped."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;margin:.5rem 0 1.5rem}}
td,th{{border:1px solid #bbb;padding:.25rem .6rem;text-align:left;vertical-align:top}}
h2{{margin-top:2.5rem}}.soft{{color:#555}}</style></head><body>
"""
NAMES = {
    "exercises": "Exercises · Aufgaben",
    "answers": "Answers · Antworten",
    "hints": "Hints · Hinweise",
    "help": "Calls for help · Hilferufe",
    "messages": "Messages · Nachrichten",
    "modes": "Modes · Modi",
    "presence": "Coming and going · Kommen und Gehen",
    "tracks": "Microphone and camera · Mikrofon und Kamera",
    "attendance": "Attendance · Anwesenheit",
    "profile": "Profile · Profil",
    "notes": "Notes of tutors · Notizen von Lehrkräften",
    "record": "The center's record · Protokoll des Zentrums",
    "consents": "Consent · Einwilligung",
}
_INSTANTS = frozenset({"at", "from", "to", "planned_start", "planned_end"})

Line = dict[str, object]


def page_of(title: str, parts: Iterable[str]) -> bytes:
    """The whole page."""
    return "".join((HEAD.format(title=escape(title)), f"<h1>{escape(title)}</h1>", *parts, "</body></html>\n")).encode()


def heading(text: str) -> str:
    """Of a session, or of a part."""
    return f"<h2>{escape(text)}</h2>\n"


def said(text: str) -> str:
    """A paragraph."""
    return f'<p class="soft">{escape(text)}</p>\n'


def table(name: str, lines: list[Line]) -> str:
    """One section: a row for each line. Nothing for none."""
    if not lines:
        return ""
    columns = list(dict.fromkeys(key for line in lines for key in line))
    top = "".join(f"<th>{escape(x)}</th>" for x in columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(key, line.get(key))}</td>' for key in columns)}</tr>\n" for line in lines
    )
    title = f"<h3>{escape(NAMES.get(name, name))}</h3>\n" if name else ""
    return f"{title}<table><tr>{top}</tr>\n{rows}</table>\n"


def _cell(key: str, value: object) -> str:
    if value is None:
        return ""
    if key in _INSTANTS and isinstance(value, int):
        return f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    return escape(str(value))
