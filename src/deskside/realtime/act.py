"""What every act has in common: the services behind it, its shape, and whose page it is."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from deskside.realtime.connections import Connection
from deskside.services.suite import Services
from deskside.wire.messages import Ack
from deskside.wire.shapes import Incoming

C = TypeVar("C", bound=Incoming)

Act = Callable[[Services, Connection, object], Awaitable[Ack]]
"""Takes what the page sent, as it came; raises pydantic.ValidationError and whatever the services raise."""


def parsed(command: type[C], act: Callable[[Services, Connection, C], Awaitable[Ack]]) -> Act:
    """The act with its shape checked first."""

    async def checked(services: Services, page: Connection, fields: object) -> Ack:
        return await act(services, page, command.model_validate(fields))

    return checked
