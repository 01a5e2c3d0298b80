"""How much is kept of boards: what a person may bring in a minute, and what goes when a session or a center is full."""

from dataclasses import dataclass, field

import structlog

from deskside.domain.access import Actor
from deskside.domain.boards.keeping import MINUTE_BYTES, Space, TooFast, Used, require_space, thinned
from deskside.domain.boards.pictures import BOARD_FILES, superfluous
from deskside.domain.boards.scene import Scene
from deskside.domain.errors import Conflict
from deskside.domain.ids import Millis, SessionId, UserId
from deskside.ports.boards import Picture, Place
from deskside.ports.clock import Clock
from deskside.ports.storage import UnitOfWork

_MINUTE = 60_000

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Intake:
    """What each person brought in this minute."""

    clock: Clock
    _minute: Millis = Millis(0)
    _bytes: dict[tuple[SessionId, UserId], int] = field(default_factory=dict)

    def take(self, actor: Actor, place: Place, size: int) -> None:
        """Count so many bytes. Raises TooFast."""
        minute = Millis(self.clock.now() // _MINUTE)
        if minute != self._minute:
            self._minute, self._bytes = minute, {}
        who = (place.session_id, actor.user_id)
        so_far = self._bytes.get(who, 0)
        if so_far + size > MINUTE_BYTES:
            raise TooFast
        self._bytes[who] = so_far + size


async def make_room(unit: UnitOfWork, place: Place, space: Space) -> None:
    """Let the past of a session's boards become coarser, as far as it has to."""
    for coarse in (False, True):
        used = await unit.boards.used(place.center_id, place.session_id)
        if not _too_much(used, space):
            return
        for board in await unit.boards.boards(place.center_id, place.session_id):
            there = Place(place.center_id, place.session_id, board)
            gone = thinned(await unit.boards.stored(there), coarse=coarse)
            if gone:
                await unit.boards.remove_revisions(there, gone)
                _log.info("board_thinned", session=place.session_id, revisions=len(gone), coarse=coarse)


async def add_picture(unit: UnitOfWork, place: Place, picture: Picture, scene: Scene, space: Space) -> None:
    """Keep a picture; one that is there already stays. Raises Conflict, NoSpace.

    Pictures that nothing on the board refers to stay as long as they have room, for whoever takes a deletion back and
    for the record; then they go, and with them what is left of a cleared board.
    """
    there = await unit.boards.picture_ids(place)
    if picture.file_id in there:
        return
    used = await unit.boards.used(place.center_id, place.session_id)
    size = len(picture.content)
    if len(there) >= BOARD_FILES or _too_much(Used(used.session + size, used.center + size), space):
        await unit.boards.remove_pictures(place, superfluous(there, scene))
        there = await unit.boards.picture_ids(place)
        used = await unit.boards.used(place.center_id, place.session_id)
    if len(there) >= BOARD_FILES:
        raise Conflict(f"A board has at most {BOARD_FILES} pictures. Delete one first.")
    require_space(used, space, size)
    await unit.boards.add_picture(place, picture)


def _too_much(used: Used, space: Space) -> bool:
    return used.session > space.session or used.center > space.center
