"""Links to recorded files: good for one file, one login and ten minutes, and for nobody and nothing else.

A link says which file and until when, and carries a code (HMAC-SHA256, RFC 2104) over that and over who it is for, by a
secret of the center. Who holds it needs the login as well; a link that was altered, is too old or somebody else's says
nothing about whether there is such a file.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.ids import Millis, SessionId
from deskside.services.signed_in import Present

LASTS_MS = Millis(600_000)
MOST_CHARACTERS = 600
"""Of a link; ids have 64 at most."""
PURPOSE = b"deskside replay link 1"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link is good for. `recording_id`: the file, as recordings are listed."""

    session_id: SessionId
    recording_id: str
    until: Millis


class Fault(StrEnum):
    """Why a link is none, for the record; whoever holds it is told nothing."""

    UNREADABLE = "unreadable"
    ALTERED = "altered, or somebody else's"
    EXPIRED = "expired"


def link_for(key: bytes, grant: Grant, present: Present) -> str:
    """A link for whoever is signed in here. It can stand in a URL."""
    said = json.dumps([grant.session_id, grant.recording_id, grant.until], separators=(",", ":")).encode()
    return f"{_text(said)}.{_text(_code(key, said, present))}"


def read_link(key: bytes, link: str, present: Present, now: Millis) -> Grant | Fault:
    """What the link is good for, in the hands of whoever is signed in here."""
    said, _, code = link.partition(".")
    try:
        content, given = _bytes(said), _bytes(code)
    except (binascii.Error, ValueError):
        return Fault.UNREADABLE
    if len(link) > MOST_CHARACTERS or not hmac.compare_digest(given, _code(key, content, present)):
        return Fault.ALTERED
    session_id, recording_id, until = json.loads(content)
    grant = Grant(SessionId(session_id), recording_id, Millis(until))
    return grant if now < grant.until else Fault.EXPIRED


def _code(key: bytes, said: bytes, present: Present) -> bytes:
    """Lengths stand before parts, so that no two different things are coded alike."""
    parts = (said, present.actor.center_id.encode(), present.actor.user_id.encode(), present.login.encode())
    coded = hmac.new(key, PURPOSE, hashlib.sha256)
    for part in parts:
        coded.update(len(part).to_bytes(4, "big") + part)
    return coded.digest()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raises binascii.Error or ValueError for what `_text` did not write: nothing is passed over."""
    content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(content) != text:
        raise ValueError("another spelling of the same bytes")
    return content
