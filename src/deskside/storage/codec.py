"""Sessions, events and settings as JSON text and back: pydantic reads the types of the domain's dataclasses.

A field that is added to the domain later needs a default, so that what was stored before can still be read.
"""

from typing import get_args

from pydantic import TypeAdapter

from deskside.domain.center import CenterSettings
from deskside.domain.events import Event
from deskside.domain.session import Session

_SESSION = TypeAdapter(Session)
_SETTINGS = TypeAdapter(CenterSettings)
_EVENTS: dict[str, TypeAdapter[Event]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Event)}


def dump_session(session: Session) -> str:
    """The session as JSON."""
    return _SESSION.dump_json(session).decode()


def load_session(state: str) -> Session:
    """The session that `dump_session` wrote."""
    return _SESSION.validate_json(state)


def dump_event(event: Event) -> tuple[str, str]:
    """The event's type and its fields as JSON."""
    kind = type(event).__name__
    return kind, _EVENTS[kind].dump_json(event).decode()


def load_event(kind: str, payload: str) -> Event:
    """The event that `dump_event` wrote."""
    return _EVENTS[kind].validate_json(payload)


def dump_settings(settings: CenterSettings) -> str:
    """A center's settings as JSON."""
    return _SETTINGS.dump_json(settings).decode()


def load_settings(stored: str) -> CenterSettings:
    """The settings that `dump_settings` wrote; what it did not know yet has its default."""
    return _SETTINGS.validate_json(stored)
