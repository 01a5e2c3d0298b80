"""Sessions that can be recorded, over storage in memory: what a recorder's end in the server stands on."""

from dataclasses import dataclass

from deskside.domain.ids import CenterId, SessionId
from deskside.media.null import NullEngine
from deskside.ports.segments import Segment
from deskside.services.keyring import Keyring
from deskside.services.segments import SegmentRegister
from tests.contracts.room import CENTER, Room
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.outside import around
from tests.services.house import HeldStorage

SESSION, OTHER = SessionId("algebra"), SessionId("geometry")


@dataclass(slots=True)
class Registered:
    """A register, and what it wrote down."""

    storage: HeldStorage
    keyring: Keyring
    register: SegmentRegister
    center: CenterId = CENTER

    async def segments(self, session: SessionId = SESSION) -> tuple[Segment, ...]:
        """In order of their opening."""
        async with self.storage.reading() as unit:
            return await unit.segments.of_session(self.center, session)


async def registered() -> Registered:
    """Two sessions."""
    storage = HeldStorage()
    for each in (SESSION, OTHER):
        await Room(storage, each).open()
    outside = around(storage, NullEngine(), RecordedBroadcast(), HeldClock())
    keyring = Keyring(outside)
    return Registered(storage, keyring, SegmentRegister(outside, keyring))
