"""How large a request's body may be, by path: each large enough for what the path's own limits allow, in JSON."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from deskside.domain.exercise_files import CONTENT_LIMIT
from deskside.http.archives import ARCHIVE_BYTES
from deskside.wire.center import ROSTER_LIMIT

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body, where nothing else is said."""
_BESIDES = 4 * 1024
"""What stands beside the long text: names of fields, a title."""
_UTF8 = 4
"""Bytes of a character at most; what JSON escapes (quotes, ends of lines) takes two."""
LARGER = {
    "/api/exercises": _UTF8 * CONTENT_LIMIT + _BESIDES,
    "/api/exercises/import": ARCHIVE_BYTES,
    "/api/users/import": _UTF8 * ROSTER_LIMIT + _BESIDES,
}


def limited(receive: Receive, path: str) -> Receive:
    """The body of one request; whoever reads more of it than the path takes gets an HTTPException 413."""
    most, taken = LARGER.get(path, BODY_LIMIT), 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, f"The request is too large. At most {most // 1024} KiB are taken here.")
        return message

    return receive_limited
