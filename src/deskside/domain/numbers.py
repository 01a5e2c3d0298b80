"""Numbers as people write them, on any keyboard. A text may have several readings: a comma or a full stop with three
digits after it stands before decimals in one country, between thousands in another."""

import re
from fractions import Fraction

from deskside.domain.text import fold

NUMBER_LIMIT = 40
"""Characters of a number; nobody writes a longer one by hand."""

_SIGNS = str.maketrans({"ー": "-", "·": ".", "٫": ".", "。": ".", "،": ",", "、": ",", "٬": "'"})
"""What input methods and other countries write instead of a minus, a decimal sign, a sign between thousands."""
_FRACTION = re.compile(r"(?:([0-9]+) )?([0-9]+) ?/ ?([0-9]+)")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}([ '.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
"""No two neighbours of these patterns can take the same character: they are linear, and read 40 characters at most."""


def read_number(text: str) -> Fraction | None:
    """A number as an exercise's file writes it: of two readings the one with decimals. None: it is not a number."""
    return next(iter(readings(text)), None)


def readings(text: str) -> tuple[Fraction, ...]:
    """What the text may mean as a number: 3, −0.5, 0,5, 5/6, 1 2/3, 2½, 12 500, 12'500, 1,234.5, “5.”; digits of all
    scripts. Usually one; two for 12,500 (the one with decimals first); none if it is not a number."""
    plain = fold(text).translate(_SIGNS)
    if not 0 < len(plain) <= NUMBER_LIMIT:
        return ()
    negative = plain[0] == "-"
    size = _sizes((plain[1:] if plain[0] in "+-" else plain).strip())
    return tuple(-x if negative else x for x in size)


def _sizes(plain: str) -> tuple[Fraction, ...]:
    if found := _FRACTION.fullmatch(plain):
        whole, top, bottom = (int(x or 0) for x in found.groups())
        return (whole + Fraction(top, bottom),) if bottom else ()
    said = plain[:-1] if plain.endswith((".", ",")) else plain  # the end of a sentence, or of what is written so far
    return tuple(dict.fromkeys(x for x in (_decimal(said), _in_groups(said)) if x is not None))


def _decimal(plain: str) -> Fraction | None:
    return Fraction(plain.replace(",", ".")) if _PLAIN.fullmatch(plain) else None


def _in_groups(plain: str) -> Fraction | None:
    """Thousands set apart, by a sign that is not the one before the decimals, and never after a leading zero."""
    found = _GROUPED.fullmatch(plain)
    if found is None or plain.startswith("0"):
        return None
    return Fraction(plain.replace(found[1], "").replace(",", "."))
