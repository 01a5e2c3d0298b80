"""What people write, as it is compared (`fold`) and, of one line, as it is kept (`line`, `label`).

web/src/text/fold.ts folds the same way; tests/vectors/text.json holds both to it.
"""

import re
import unicodedata

from deskside.domain.errors import Invalid

MARKS_LIMIT = 30
"""Combining marks in a row: UAX #15, 13 (Stream-Safe Text Format). Putting n marks in order takes n² steps."""
LINE_MARKS_LIMIT = 8
"""The same in a name or title, where no writing needs more than five; more would be drawn over other lines."""

NAME_LIMIT, LABEL_LIMIT, EMAIL_LIMIT = 200, 40, 254
"""Characters of a name or title, of a grade or course, and of an email (RFC 5321 section 4.5.3.1.3)."""

_SINGLE = "’‘‚‛‹›′‵´`ʹʻʼʽˈ՚׳"
_DOUBLE = "“”„‟«»″‶〝〞〟״"
_DASHES = "‐‑‒–—―−⁃﹘﹣－˗־➖⸺⸻"
_SLASHES = "⁄∕⧸"
_INVISIBLE = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian selectors
    (0x200B, 0x200F),  # zero width space, (non-)joiner, marks of direction
    (0x202A, 0x202E),  # embeddings and overrides of direction
    (0x2060, 0x206F),  # word joiner, isolates, and what is deprecated
    (0x2800, 0x2800),  # blank Braille pattern
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),  # Hangul filler, half width
    (0xFFF0, 0xFFFB),  # interlinear annotation
    (0x1D173, 0x1D17A),  # beams and slurs
    (0xE0000, 0xE0FFF),  # tags, more variation selectors
)
"""What Unicode calls default ignorable, and a sign that is blank: from the first to the last code point."""
_AS_WRITTEN: dict[int, str | None] = {
    **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SLASHES), "/"),
    ord("ς"): "σ",
}
_RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁱⁿ]+")
_AFTER_DIGIT = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅟↉])")
_MARKS_THAT_LOOK_LIKE_LETTERS = "\u0f73\u0f75\u0f81\uff9e\uff9f"
"""They become combining marks when they are decomposed, though they are none themselves."""

_KEPT_BETWEEN = "\u200c\u200d\u200e\u200f\u061c\u034f\ufe0e\ufe0f"
"""Joiners, marks of direction, selectors: they mean something between or after what can be seen."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_EDGE = "".join(map(chr, (*range(0x200B, 0x2010), 0x061C, 0x034F)))


def fold(text: str) -> str:
    """The text as it is compared: without case, and without the differences that keyboards, spreadsheets and systems
    make: NFKC, straight quotes, hyphens for dashes, single spaces, nothing invisible, ASCII digits. Idempotent.

    Case is folded as Unicode's full mappings of lower and upper case do it (ß = ss, ς = σ), which JavaScript has too.
    A raised number becomes “^2”, as it is typed; NFKC alone would make 10² and 102 the same.
    """
    plain = text.translate(_AS_WRITTEN)
    if plain.isascii():
        return " ".join(plain.lower().split())
    plain = _RAISED.sub(lambda run: "^" + run.group(), _calmed(plain))
    plain = unicodedata.normalize("NFKC", _AFTER_DIGIT.sub(" ", plain))
    plain = unicodedata.normalize("NFKC", plain.lower().upper().lower()).translate(_AS_WRITTEN)
    plain = "".join(str(unicodedata.decimal(x)) if x.isdecimal() else x for x in plain)
    return " ".join(plain.split())


def blank(text: str) -> bool:
    """Whether there is nothing in it that a person could see."""
    return not fold(text)


_MAILTO = "mailto:"
_NO_EMAIL = frozenset('<>()[],;:"')


def email_key(email: str) -> str:
    """By what two emails are the same, in storage, limits and lists."""
    return fold(email)


def email(text: str, limit: int) -> str:
    """An email as it is kept, at most `limit` characters: of `Ann <ann@example.org>` and `mailto:ann@example.org`, as
    address books have them, the address. Raises Invalid unless there is something before and after one @, and no space,
    nothing invisible and no bracket, comma, colon or quote anywhere."""
    kept = text.strip()
    if kept.endswith(">") and kept.count("<") == 1:
        kept = kept.partition("<")[2].removesuffix(">").strip()
    kept = kept[len(_MAILTO) :] if kept[: len(_MAILTO)].lower() == _MAILTO else kept
    before, _, after = kept.partition("@")
    plain = kept.isprintable() and not any(x.isspace() or x in _NO_EMAIL for x in kept) and len(kept) <= limit
    if not (plain and before and after and "@" not in after):
        raise Invalid("Write an email, such as name@example.org.")
    return kept


def words(text: str, limit: int) -> str:
    """Words of several lines, as they are. Raises Invalid for none, and for more than `limit` characters."""
    if blank(text) or len(text) > limit:
        raise Invalid(f"Write between 1 and {limit} characters.")
    return text


def line(text: str, limit: int) -> str:
    """A name or title as it is kept: NFC, in one line, with single spaces, at most `limit` characters.

    Raises Invalid for what nobody means: nothing that can be seen, control characters, U+FFFD (where a letter was
    destroyed), and letters under a heap of marks. What is invisible is taken out where it does nothing.
    """
    kept = label(text, limit)
    if not kept:
        raise Invalid("Write something that can be seen.")
    return kept


def label(text: str, limit: int) -> str:
    """The same for what may be left out: nothing that can be seen is the empty text."""
    if _CONTROL.search(text):
        raise Invalid("There is a control character in it. Type it anew.")
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise Invalid("A letter of it was lost (\N{REPLACEMENT CHARACTER}). Type it anew, or save the file as UTF-8.")
    if _marks(text.translate(_AS_WRITTEN)) > LINE_MARKS_LIMIT:
        raise Invalid("There are too many accents on one letter.")
    seen = "".join(x for x in text if ord(x) not in _AS_WRITTEN or _AS_WRITTEN[ord(x)] or x in _KEPT_BETWEEN)
    kept = unicodedata.normalize("NFC", " ".join(seen.split())).strip(_EDGE + " ")
    if len(kept) > limit:
        raise Invalid(f"Write at most {limit} characters.")
    return "" if blank(kept) else kept


def order_key(*texts: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """For sorting by one text or several, where no language is known: letters first, then their accents (Å beside A),
    then, where all are alike, as they are written."""
    return tuple((_letters(fold(text)), fold(text)) for text in texts), texts


def _letters(folded: str) -> str:
    plain = unicodedata.normalize("NFD", folded).translate(_LETTERS)
    return "".join(x for x in plain if not unicodedata.combining(x))


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"})
"""Those that Unicode does not decompose."""


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in _MARKS_THAT_LOOK_LIKE_LETTERS


def _marks(text: str) -> int:
    """The longest run of combining marks."""
    longest = run = 0
    for character in "" if text.isascii() else text:
        run = run + 1 if _is_mark(character) else 0
        longest = max(longest, run)
    return longest


def _calmed(text: str) -> str:
    """Without the marks that are too many in a row."""
    if _marks(text) <= MARKS_LIMIT:
        return text
    kept, run = list[str](), 0
    for character in text:
        run = run + 1 if _is_mark(character) else 0
        if run <= MARKS_LIMIT:
            kept.append(character)
    return "".join(kept)
