"""Boards, as the socket takes them; and one page as the boards see it."""

import base64
from dataclasses import dataclass
from typing import cast

from deskside.domain.access import Actor
from deskside.domain.boards.elements import element_of
from deskside.domain.boards.scene import BoardId
from deskside.domain.errors import Invalid
from deskside.domain.ids import UserId
from deskside.ports.boards import Place
from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.boards.boards import Known
from deskside.services.boards.packing import weigh
from deskside.services.boards.rooms import Pace, Update
from deskside.services.suite import Services
from deskside.wire import board_messages as sent
from deskside.wire import boards as wire
from deskside.wire.messages import Ack, Done

UNREAD = 8
"""Messages waiting for a page, of up to 64 KiB each, above which strokes wait and are gathered."""


@dataclass(eq=False)
class Easel:
    """What boards know of a connected page. Made anew for each connection."""

    page: Connection
    picture: tuple[str, bytes] = ("", b"")
    """What came so far of the one picture that is on its way, with its id."""

    @property
    def name(self) -> str:
        """Tells pages apart."""
        return f"{self.page.seat.user_id}/{self.page.seat.page}"

    @property
    def actor(self) -> Actor:
        """Whose page it is."""
        return self.page.seat.actor

    @property
    def gone(self) -> bool:
        """Whether its socket is closed."""
        return self.page.gone

    @property
    def behind(self) -> bool:
        """Whether much of what it was sent is still on its way."""
        return self.page.unread > UNREAD

    def show(self, update: Update) -> None:
        """Tell it of elements. Only with the last of several messages does it know all up to the clock."""
        pieces = wire.portions(update.elements)
        for number, piece in enumerate(pieces, start=1):
            message = sent.BoardUpdate(
                board=update.place.board,
                epoch=update.epoch,
                generation=update.generation,
                clock=update.clock if number == len(pieces) else 0,
                elements=tuple(dict(x.body) for x in piece),
            )
            self.page.show(sent.UPDATE, message.to_json())


async def watch(services: Services, page: Connection, fields: wire.WatchBoard) -> wire.Watched:
    """Be told of a board."""
    known = Known(fields.epoch, fields.generation, fields.clock)
    knows = await services.boards.watch(easel(page), _place(page, fields.board), Pace(fields.pace), known)
    return wire.Watched(epoch=knows.epoch, generation=knows.generation, clock=knows.clock)


async def unwatch(services: Services, page: Connection, fields: wire.UnwatchBoard) -> Ack:
    """Be told no more."""
    await services.boards.unwatch(easel(page), _place(page, fields.board))
    return Ack()


async def draw(services: Services, page: Connection, fields: wire.DrawOnBoard) -> wire.Drawn:
    """Strokes."""
    elements = tuple(element_of(body, weigh) for body in fields.elements)
    clock = await services.boards.draw(easel(page), _place(page, fields.board), fields.generation, elements)
    return wire.Drawn(clock=clock)


async def lock(services: Services, page: Connection, fields: wire.LockBoard) -> Done:
    """Let the student draw, or not."""
    place = _place(page, fields.student_id)
    return Done(seq=await services.boards.lock(page.seat.actor, place, locked=fields.locked))


async def clear(services: Services, page: Connection, fields: wire.ClearBoard) -> Ack:
    """Empty a board."""
    await services.boards.clear(page.seat.actor, _place(page, fields.board))
    return Ack()


async def push(services: Services, page: Connection, fields: wire.PushBoard) -> Ack:
    """Put a page onto other lanes' boards."""
    await services.boards.push(page.seat.actor, _place(page, fields.board), fields.to)
    return Ack()


async def send_picture(services: Services, page: Connection, fields: wire.SendPicture) -> Ack:
    """A part of a picture; with the last one it is kept."""
    mine = easel(page)
    coming, so_far = mine.picture if fields.part else (fields.file_id, b"")
    if coming != fields.file_id:
        raise Invalid("Send a picture's parts in order, beginning with part 0.")
    content = so_far + fields.content
    mine.picture = (coming, content) if fields.part + 1 < fields.parts else ("", b"")
    if fields.part + 1 < fields.parts:
        return Ack()
    await services.boards.add_picture(page.seat.actor, _place(page, fields.board), fields.file_id, content)
    return Ack()


async def get_picture(services: Services, page: Connection, fields: wire.GetPicture) -> wire.PictureContent:
    """A picture of a board."""
    found = await services.boards.picture(page.seat.actor, _place(page, fields.board), fields.file_id)
    return wire.PictureContent(media_type=found.media_type, content=base64.b64encode(found.content).decode())


def _place(page: Connection, board: str | UserId) -> Place:
    return Place(page.seat.actor.center_id, page.seat.session_id, BoardId(board))


def easel(page: Connection) -> Easel:
    """The page's own."""
    if page.easel is None:
        page.easel = Easel(page)
    return cast(Easel, page.easel)


ACTS: dict[str, Act] = {
    "board-watch": parsed(wire.WatchBoard, watch),
    "board-unwatch": parsed(wire.UnwatchBoard, unwatch),
    "canvas-update": parsed(wire.DrawOnBoard, draw),
    "board-lock": parsed(wire.LockBoard, lock),
    "board-clear": parsed(wire.ClearBoard, clear),
    "board-push": parsed(wire.PushBoard, push),
    "board-picture": parsed(wire.SendPicture, send_picture),
    "board-picture-get": parsed(wire.GetPicture, get_picture),
}
"""By name of the message."""
