"""What a page is given when it may connect, as values."""

from dataclasses import dataclass

from deskside.domain.ids import Millis
from deskside.domain.people import Part
from deskside.domain.session import Session
from deskside.ports.media import Grant


@dataclass(frozen=True, slots=True)
class Admission:
    """All that a page needs before it connects. `token` is shown once and kept only as a hash."""

    token: str
    expires_at: Millis
    part: Part
    view: Session
    grant: Grant


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new token for the same right."""

    token: str
    expires_at: Millis
