"""Shapes of consent: the texts of a center, and what somebody said to them (docs/protocol.md, "HTTP")."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskside.domain.center import ConsentFrom
from deskside.domain.recording.texts import ASKED_LIMIT, PRIVACY_LIMIT, BlockKind
from deskside.wire.http import Instant
from deskside.wire.shapes import Incoming, Outgoing

_PLAIN = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""Lines and tabs, and nothing else that controls."""
MOST_VERSIONS = 2**31 - 1
"""Databases keep no larger number of them."""


class TextsRequest(Incoming):
    """The texts of one language."""

    asked: Annotated[str, StringConstraints(max_length=ASKED_LIMIT, pattern=_PLAIN)]
    privacy: Annotated[str, StringConstraints(max_length=PRIVACY_LIMIT, pattern=_PLAIN)]


class NewTextsRequest(Incoming):
    """A new version. `after`: the number of the one that the page has shown."""

    en: TextsRequest
    de: TextsRequest
    after: Annotated[int, Field(ge=1, le=MOST_VERSIONS)]


class ConsentFromRequest(Incoming):
    """Who decides for students."""

    consent_from: ConsentFrom


class PreviewRequest(Incoming):
    """A text as somebody writes it."""

    text: Annotated[str, StringConstraints(max_length=PRIVACY_LIMIT, pattern=_PLAIN)]


class BlockView(Outgoing):
    """A piece of a plain text that stands by itself."""

    kind: BlockKind
    text: str


class Blocks(Outgoing):
    """A text as it is shown, with everything filled in."""

    blocks: tuple[BlockView, ...]


class TextsView(Outgoing):
    """The texts of one language, as they were written."""

    asked: str
    privacy: str


class VersionView(Outgoing):
    """A version in the history. `made_at` null: it came with Deskside."""

    number: int
    made_at: Instant | None
    maker_name: str
    retention_days: int


class ConsentSetup(Outgoing):
    """What a center tells about recording, and who decides for students. The history begins with the present version,
    whose texts are given; `privacy_path`: where everybody reads it (`?version=` for a former one)."""

    consent_from: ConsentFrom
    en: TextsView
    de: TextsView
    history: tuple[VersionView, ...]
    privacy_path: str
