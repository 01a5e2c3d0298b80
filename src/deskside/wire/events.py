"""Events as JSON: an object with `type`, the name of the event's class, and the event's fields."""

from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Discriminator, Tag, TypeAdapter, WrapSerializer

from deskside.domain import events as ev
from deskside.domain.session import Session, find_person
from deskside.wire.shapes import JsonObject

EVENT_TYPES: dict[str, type] = {kind.__name__: kind for kind in get_args(ev.Event)}
"""Every event by the name that stands in `type`."""

EVENT_MESSAGE = "session:event"
"""Socket message of every envelope that has no name of its own in the product's plan."""

_NAMED_MESSAGES: dict[type, str] = {
    ev.PersonJoined: "video:participant-joined",
    ev.PersonLeft: "video:participant-left",
    ev.HelpAsked: "help-request",
    ev.RecordingStarted: "video:recording-started",
    ev.RecordingStopped: "video:recording-stopped",
}
_STARTED, _STOPPED = "video:track-started", "video:track-stopped"

ENVELOPE_MESSAGES = (EVENT_MESSAGE, *_NAMED_MESSAGES.values(), _STARTED, _STOPPED)
"""Every socket message that carries an envelope."""


def _type_of(value: object) -> str | None:
    if isinstance(value, dict):
        name = value.get("type")
        return name if isinstance(name, str) else None
    return type(value).__name__


if TYPE_CHECKING:
    WireEvent = ev.Event
else:
    # Without a type of its own for what it returns, so that the schema stays the one of the event.
    _tagged = WrapSerializer(lambda event, dump: {"type": type(event).__name__, **dump(event)})
    WireEvent = Annotated[
        Union[tuple(Annotated[kind, Tag(name), _tagged] for name, kind in EVENT_TYPES.items())],  # noqa: UP007  made of a list
        Discriminator(_type_of),
    ]

_EVENT: TypeAdapter[ev.Event] = TypeAdapter(WireEvent)
_OF_TYPE: dict[type, TypeAdapter[ev.Event]] = {kind: TypeAdapter(kind) for kind in EVENT_TYPES.values()}
"""What an event is made of is known: to find its type in the union took longer than all the rest."""


def event_to_json(event: ev.Event) -> JsonObject:
    """The event with its `type`."""
    kind = type(event)
    return {"type": kind.__name__, **_OF_TYPE[kind].dump_python(event, mode="json")}


def event_from_json(json: object) -> ev.Event:
    """The event of an object with `type`; fields that it does not know are ignored. Raises pydantic.ValidationError."""
    return _EVENT.validate_python(json)


def message_name(event: ev.Event | None, before: Session) -> str:
    """Name of the socket message that carries this event. `before`: the session before it; None: an empty envelope."""
    if isinstance(event, ev.TracksChanged):
        return _STARTED if _starts_a_track(event, before) else _STOPPED
    return _NAMED_MESSAGES.get(type(event), EVENT_MESSAGE)


def _starts_a_track(event: ev.TracksChanged, before: Session) -> bool:
    person = find_person(before, event.person_id)
    picture = event.camera and not event.camera_paused
    if person is None:
        return event.mic or picture or event.screen
    had = person.camera and not person.camera_paused
    return (event.mic and not person.mic) or (picture and not had) or (event.screen and not person.screen)
