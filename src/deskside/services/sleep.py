"""A machine that slept, or stood still for a while, finds out before anything else happens."""

import asyncio
from dataclasses import dataclass, field

from deskside.domain import caretaking
from deskside.domain.ids import Millis
from deskside.services.door import Door, Ref
from deskside.services.outside import Outside

SHORT_OUTAGE_MS = Millis(60 * 1000)
"""A server that was away for less than this was being restarted while media went on: that time counts as attended."""


@dataclass(slots=True)
class SleepWatch:
    """Whatever follows from time that went by looks here first: what a page seems to have missed, the machine slept
    through."""

    outside: Outside
    door: Door
    _looked: Millis | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> None:
        """After a sleep everybody is gone since before it: as if the server had been away, nobody attended meanwhile.
        Returns when that is stored."""
        async with self._looking:
            now = self.outside.clock.now()
            last, self._looked = self._looked, now
            if last is None or now - last <= SHORT_OUTAGE_MS:
                return
            refs = [Ref(session.center_id, session.id) for session in self.door.known()]
            await asyncio.gather(*(self.door.notice(ref, caretaking.all_dropped, at=last) for ref in refs))
