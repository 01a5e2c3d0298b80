"""What people see of each other's network. Samples are many and do not go through the door; their consequences do."""

import asyncio
from collections import deque

import structlog

from deskside.domain import attendance, events, quality
from deskside.domain.ids import SessionId, UserId
from deskside.domain.people import Person
from deskside.domain.quality import Strain
from deskside.domain.session import Session, find_person
from deskside.ports.machine import Machine
from deskside.ports.media import LinkMeasured
from deskside.services.door import Door, Ref
from deskside.services.thrift import is_scarce

BEHIND = 64
"""Samples that wait; above that only the newest of each person is kept."""

_log = structlog.get_logger(__name__)


_Bars = tuple[int | None, int | None]
"""From them and to them."""


class LinkQuality:
    """Keeps the last sample of each person, so that one bad sample alone changes nothing."""

    def __init__(self, door: Door, machine: Machine) -> None:
        self._door = door
        self._machine = machine
        self._last: dict[tuple[SessionId, UserId], _Bars] = {}
        self._waiting: deque[tuple[LinkMeasured, Strain]] = deque()
        self._more = asyncio.Event()

    def take(self, sample: LinkMeasured, strain: Strain) -> None:
        """Take a sample; `follow` will see to it. Never waits. While the disk is nearly full there are no bars.
        `strain`: what of what goes to this person gives way."""
        if is_scarce(self._machine):
            return
        self._waiting.append((sample, strain))
        if len(self._waiting) > BEHIND:
            self._waiting = deque({(each.session, each.person): (each, so) for each, so in self._waiting}.values())
        self._more.set()

    async def follow(self) -> None:
        """See to samples, for ever, as fast as what comes of them can be stored."""
        while True:
            self._more.clear()
            while self._waiting:
                sample, strain = self._waiting.popleft()
                try:
                    await self._note(sample, strain)
                except Exception:  # noqa: BLE001  the next sample comes in two seconds
                    _log.exception("sample_lost", session=sample.session)
            await self._more.wait()

    async def _note(self, sample: LinkMeasured, strain: Strain) -> None:
        """One in which nothing was measured, or of a session that nobody is in, changes nothing."""
        known = {x.id: x for x in self._door.known()}
        session = known.get(sample.session)
        person = None if session is None else find_person(session, sample.person)
        if session is None or person is None:
            return
        now = _measured(sample, person, strain)
        if now == (None, None):
            return
        key = (sample.session, sample.person)
        if key not in self._last:  # the time to forget those of sessions that were let go
            self._last = {x: last for x, last in self._last.items() if x[0] in known}
        before, self._last[key] = self._last.get(key, (None, None)), now

        def change(session: Session) -> events.Events:
            person = find_person(session, sample.person)
            shown = (None, None) if person is None else (person.up, person.down)
            up, down = map(quality.steadied, shown, before, now)
            return attendance.set_bars(session, sample.person, up, down)

        await self._door.notice(Ref(session.center_id, session.id), change)


def _measured(sample: LinkMeasured, person: Person, strain: Strain) -> _Bars:
    """What this sample says of both directions."""
    sent, delivery = quality.bars(sample.loss_percent, sample.rtt_ms), sample.delivery
    received = None if delivery is None else quality.bars(delivery.lost * 100, delivery.rtt_ms)
    upwards = Strain.PAUSED if person.camera_paused else Strain.NONE
    return quality.strained(sent, upwards), quality.strained(received, strain)
