"""From errors to what a page is told: one table for acknowledgements, refused connections and closed sockets."""

from pydantic import ValidationError

from deskside.domain.errors import DomainError
from deskside.ports.media import EngineError, EngineRefused
from deskside.ports.storage import CommitUnknown, StorageUnavailable
from deskside.wire.messages import Closed, Refused

CLOSING_WORDS = {
    "superseded": "This session was opened in another tab or device. Use that one, or reload here to move it.",
    "removed": "You are no longer part of this session. Ask your tutor or your center.",
    "tutor_changed": "Another tutor has this session now. It is not on your page any more.",
    "signed_out": "You were signed out here. Sign in again, or open your personal link again.",
    "session_over": "This session is over.",
    "rate_limited": "This page asked for too much at once. Reload it.",
}
"""What a person is told when their socket is closed, by code."""

NO_RIGHT = frozenset({"unauthorized", "invalid"})
"""Codes of sockets that nobody had a right to. Everything else, such as a database that is away, is no one's fault."""
RATE_LIMITED = Refused(code="rate_limited", message="Too much at once. Wait a moment, then try again.")
NOT_CONNECTED = Refused(code="unauthorized", message="This page is not connected any more. Reload it.")
UNKNOWN_ACT = Refused(code="invalid", message="There is no such act. See docs/protocol.md.")
NO_ACT_ID = Refused(code="invalid", message="An act's id has 1 to 64 letters, digits, _ or -.")
UNKNOWN_END = Refused(
    code="unavailable",
    message="The database did not answer. Whether this was done is not known yet; if it was, it will be shown here.",
)
UNAVAILABLE = Refused(code="unavailable", message="The database does not answer now. Nothing was changed; try again.")
INTERNAL = Refused(code="internal", message="Something went wrong on the server. Try again; nothing was changed.")


class TooOften(Exception):
    """Somebody with the right to connect does it too often."""


def closed(code: str) -> Closed:
    """The message before a socket is closed."""
    return Closed(code=code, message=CLOSING_WORDS.get(code, "The connection was closed. Reload the page."))


def refusal(error: Exception) -> Refused | None:
    """What an expected error says on the wire; None for one that nobody expected."""
    if isinstance(error, DomainError):
        return Refused(code=error.code, message=error.message)
    if isinstance(error, ValidationError):
        return Refused(code="invalid", message=_first_fault(error))
    if isinstance(error, EngineRefused):
        return Refused(code="media_refused", message=str(error))
    if isinstance(error, EngineError):
        return Refused(code="engine_unavailable", message="The media engine does not answer now. Try again.")
    if isinstance(error, CommitUnknown):
        return UNKNOWN_END
    if isinstance(error, StorageUnavailable):
        return UNAVAILABLE
    if isinstance(error, TooOften):
        return RATE_LIMITED
    return None


def _first_fault(error: ValidationError) -> str:
    """Where and what, without repeating what was sent."""
    fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(x) for x in fault["loc"] if isinstance(x, int) or str(x).isidentifier())
    return f"{place[:80] or 'The message'}: {fault['msg']}"
