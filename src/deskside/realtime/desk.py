"""What every act has in common: the services behind it, its shape, and who acts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from deskside.ports.clock import Clock
from deskside.realtime.connections import Connection
from deskside.services.attendance import AttendanceService
from deskside.services.boards import BoardService
from deskside.services.calls import CallService
from deskside.services.lanes import LaneService
from deskside.services.sessions import SessionService
from deskside.services.talk import TalkService
from deskside.services.work import WorkService
from deskside.wire.messages import Ack
from deskside.wire.shapes import Incoming


@dataclass(frozen=True, slots=True)
class Desk:
    """Where acts are handed in."""

    attendance: AttendanceService
    sessions: SessionService
    lanes: LaneService
    calls: CallService
    talk: TalkService
    boards: BoardService
    work: WorkService
    clock: Clock


C = TypeVar("C", bound=Incoming)

Act = Callable[[Desk, Connection, object], Awaitable[Ack]]
"""Takes what the page sent, as it came; raises pydantic.ValidationError and whatever the services raise."""


def parsed(command: type[C], act: Callable[[Desk, Connection, C], Awaitable[Ack]]) -> Act:
    """The act with its shape checked first."""

    async def checked(desk: Desk, page: Connection, fields: object) -> Ack:
        return await act(desk, page, command.model_validate(fields))

    return checked
