"""One change of a session on its way to many people; what is equal for them is made once."""

from functools import cached_property

from deskside.domain.ids import Seq
from deskside.domain.visibility import Envelope as Seen
from deskside.domain.visibility import Viewer, envelope
from deskside.ports.sessions import Change
from deskside.realtime.outbox import Shared
from deskside.wire.events import message_name
from deskside.wire.messages import Envelope
from deskside.wire.shapes import JsonObject


class Telling:
    """What each person is told of one number."""

    def __init__(self, change: Change) -> None:
        self._before, self._recorded, self._after = change

    @property
    def seq(self) -> Seq:
        """The number."""
        return self._recorded.seq

    def to(self, viewer: Viewer) -> tuple[str, JsonObject]:
        """Name and content of this person's message."""
        seen = envelope(self._before, self._after, self._recorded, viewer)
        if seen.view is not None:
            return self._message(seen)
        return self._empty if seen.event is None else self._shown

    @cached_property
    def _shown(self) -> tuple[str, JsonObject]:
        return self._for_many(Seen(self.seq, self._recorded.at, event=self._recorded.event))

    @cached_property
    def _empty(self) -> tuple[str, JsonObject]:
        return self._for_many(Seen(self.seq, self._recorded.at))

    def _for_many(self, seen: Seen) -> tuple[str, JsonObject]:
        name, content = self._message(seen)
        return name, Shared(content)

    def _message(self, seen: Seen) -> tuple[str, JsonObject]:
        return message_name(seen.event, self._before), Envelope.json_of(self._after.id, seen)
