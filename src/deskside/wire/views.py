"""A view as JSON: the redacted session, field by field. What can be derived from it is not in it."""

from pydantic import TypeAdapter

from deskside.domain.session import Session
from deskside.wire.shapes import JsonObject

_SESSION = TypeAdapter(Session)


def view_to_json(view: Session) -> JsonObject:
    """The session with everything in it. Redact it first: nothing is left out here."""
    json: JsonObject = _SESSION.dump_python(view, mode="json")
    return json


def view_from_json(json: object) -> Session:
    """The session that `view_to_json` wrote. Raises pydantic.ValidationError."""
    return _SESSION.validate_python(json)
