"""Makes text.json: what people and their systems write, and how it is compared.

Run `python -m tests.vectors.make_text` after a change of `domain.text.fold`.
"""

import json
from pathlib import Path

from deskside.domain.text import fold

FILE = Path(__file__).with_name("text.json")

WRITTEN = (
    "",
    " \t\u00a0\u2003\u200b\ufeff ",
    "don't",
    "Don’t",
    "DON‘T",
    "don`t",
    "don´t",
    "“so”",
    "«so»",
    "„so“",
    "caf\u00e9",
    "cafe\u0301",
    "CAFE\u0301",
    "e\u200b\u0301",
    "Jos\u00e9  Ruiz",
    "Straße",
    "STRASSE",
    "STRAẞE",
    "ΟΔΟΣ",
    "οδός",
    "İstanbul",
    "ırmak",
    "ſchool@example.com",
    "ﬁne",
    "–5",
    "—5",
    "−5",
    "－５",
    "ー5",
    "12\u00a0500",
    "12\u202f500",
    "１２５００",
    "١٢٥٠٠",
    "१२",
    "𝟙𝟚",
    "٢٫٥",
    "2½",
    "½",
    "x½",
    "10²",
    "m⁻³",
    "H₂O",
    "５/２",
    "5⁄2",
    "①",
    "ﾊﾞﾅﾅ",
    "バナナ",
    "한글",
    "\u1112\u1161\u11ab",
    "\u3164",
    "שלום־עולם",
    "صباح\u200cالخير",
    "👩\u200d🏫️",
    "❤️",
    "\u202eevil\u202c",
    "Å Ö ø",
    "…",
    "ａ\u3000ｂ",
    "a\x1fb\x85c",
)


def text() -> str:
    """The file: one pair a line, what is written and what it is folded to."""
    lines = ",\n".join(json.dumps([x, fold(x)]) for x in WRITTEN)
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
