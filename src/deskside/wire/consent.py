"""Shapes of consent: the texts of a center, and what somebody said to them (docs/protocol.md, "HTTP")."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskside.domain.center import ConsentFrom
from deskside.domain.consent import ConsentKind
from deskside.domain.recording.standing import GivenBy
from deskside.domain.recording.texts import ASKED_LIMIT, PRIVACY_LIMIT, BlockKind, Language
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


class SayConsent(Incoming):
    """What of me may be recorded from now on; what is not named may not. `text_version`: of the text that was shown, in
    `language`."""

    kinds: Annotated[tuple[ConsentKind, ...], Field(max_length=len(ConsentKind))]
    text_version: Annotated[int, Field(ge=1, le=MOST_VERSIONS)]
    language: Language


class QuestionView(Outgoing):
    """What somebody is asked about themself. `consent` null: the present text was not answered yet. `open_to_self`:
    what they can allow by themself (the rest a guardian has refused, or has to allow). All can be taken back."""

    text_version: int
    asked: dict[Language, tuple[BlockView, ...]]
    privacy_path: str
    consent: tuple[ConsentKind, ...] | None
    open_to_self: tuple[ConsentKind, ...]
    guardian_decides: bool
    guardian_said: bool


class SaidView(Outgoing):
    """What somebody said once. `session_id` null: in no session."""

    at: Instant
    kinds: tuple[ConsentKind, ...]
    by: GivenBy
    guardian_name: str | None
    text_version: int
    language: Language
    session_id: str | None


class ConsentsView(Outgoing):
    """What holds for somebody, and everything that was said, newest first (at most 100). `link_expires_at`: of the
    guardian's link, if one works."""

    consent: tuple[ConsentKind, ...] | None
    text_version: int
    guardian_decides: bool
    said: tuple[SaidView, ...]
    link_expires_at: Instant | None
