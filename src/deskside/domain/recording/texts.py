"""What a center tells about recording, before it asks: texts in each language, kept version by version.

They are plain: a line that begins with "# " is a heading, one that begins with "- " an item of a list, an empty line
ends a paragraph. `{center}` and `{days}` are filled in. Nothing in them is ever read as HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.default_texts import DE, EN

ASKED_LIMIT, PRIVACY_LIMIT = 2_000, 20_000
"""Characters of what stands where people are asked (a page of a phone), and of the privacy page."""
RETENTION_DAYS = 90
"""How long recordings are kept (product plan, "Recording Privacy")."""


class Language(StrEnum):
    """In which each version is written."""

    EN = "en"
    DE = "de"


@dataclass(frozen=True, slots=True)
class Texts:
    """Of one language: `asked` stands where people are asked, `privacy` is the page that says the rest."""

    asked: str
    privacy: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """What people read and agreed to. Numbers begin with 1; a version never changes."""

    number: int
    en: Texts
    de: Texts
    retention_days: int
    made_at: Millis | None = None
    maker_id: UserId | None = None
    """None: as Deskside brings it."""

    def of(self, language: Language) -> Texts:
        """The texts in this language."""
        return self.de if language is Language.DE else self.en


class BlockKind(StrEnum):
    """What a block of a plain text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text that stands by itself."""

    kind: BlockKind
    text: str


def version_now(newest: TextVersion | None, retention_days: int) -> TextVersion:
    """The version that counts now: the newest that is kept, or the default. Where recordings are kept for another time
    than it says, the next one says so: nobody is held to a promise that was changed since."""
    if newest is None:
        return TextVersion(1, Texts(*EN), Texts(*DE), retention_days)
    if newest.retention_days == retention_days:
        return newest
    return replace(newest, number=newest.number + 1, retention_days=retention_days, made_at=None, maker_id=None)


def next_version(now: TextVersion, en: Texts, de: Texts, by: tuple[Millis, UserId]) -> TextVersion | None:
    """The version that these texts make; None if they are the present ones. Raises Invalid."""
    for texts in (en, de):
        _require(texts.asked, ASKED_LIMIT, "The text where people are asked")
        _require(texts.privacy, PRIVACY_LIMIT, "The privacy page")
    if (en, de) == (now.en, now.de):
        return None
    return TextVersion(now.number + 1, en, de, now.retention_days, *by)


def _require(text: str, limit: int, what: str) -> None:
    if not text.strip() or len(text) > limit:
        raise Invalid(f"{what} has from 1 to {limit} characters, in each language.")


def blocks(text: str, center: str, days: int) -> tuple[Block, ...]:
    """A text as it is shown, with what is filled in. Names come last: what they hold is no placeholder."""
    filled = [(kind, line.replace("{days}", str(days)).replace("{center}", center)) for kind, line in _lines(text)]
    found: list[Block] = []
    for kind, group in groupby(filled, key=lambda x: x[0]):
        lines = [line for _, line in group]
        if kind is BlockKind.PARAGRAPH:
            found.append(Block(kind, " ".join(lines)))
        elif kind is not None:
            found += [Block(kind, line) for line in lines]
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[BlockKind | None, str]]:
    for line in (x.strip() for x in text.splitlines()):
        if line.startswith("# "):
            yield BlockKind.HEADING, line[2:].strip()
        elif line.startswith("- "):
            yield BlockKind.ITEM, line[2:].strip()
        else:
            yield BlockKind.PARAGRAPH if line else None, line
