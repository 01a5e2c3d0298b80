"""What each receiver is given of the table, by what their line carries. Sound is never taken away, nothing added."""

from dataclasses import dataclass

import structlog

from deskside.domain.allocation import Allocation, Rates, allocation
from deskside.domain.downlink import NEW, Downlink, Given, Report, follow
from deskside.domain.ids import Millis, PageId, UserId
from deskside.domain.quality import Strain
from deskside.domain.routing import wishes
from deskside.domain.session import Session, find_person, people
from deskside.domain.tracks import Layer, RoutingTable, TrackKind
from deskside.ports.media import LinkMeasured

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Receiver:
    """One receiver's line, for as long as they have the same page."""

    page: PageId | None
    line: Downlink = NEW
    former: RoutingTable = frozenset()
    """What they were given last."""
    strain: Strain = Strain.NONE


class Downlinks:
    """The receivers of one session."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._table: RoutingTable = frozenset()
        self._receivers: dict[UserId, _Receiver] = {}

    def carried(self, session: Session, table: RoutingTable) -> RoutingTable:
        """Of `table` what everybody's line carries: all of it, as long as no line is known to be full."""
        self._session, self._table = session, table
        pages = {each.user_id: each.page for each in people(session)}
        self._receivers = {who: each for who, each in self._receivers.items() if each.page == pages.get(who)}
        limited = {who: each for who, each in self._receivers.items() if each.line.budget_bps is not None}
        if not limited:
            return table
        given = [_allocated(session, table, who, each).routes for who, each in limited.items()]
        return frozenset(x for x in table if x.target not in limited).union(*given)

    def strain(self, who: UserId) -> Strain:
        """What of theirs gives way to the sound now."""
        receiver = self._receivers.get(who)
        return Strain.NONE if receiver is None else receiver.strain

    def take(self, sample: LinkMeasured, at: Millis) -> bool:
        """Take note of how what was sent to somebody fared. Whether what they are given may change by it."""
        session, delivery = self._session, sample.delivery
        person = None if session is None else find_person(session, sample.person)
        if session is None or person is None or person.page is None:
            return False
        receiver = self._receivers.setdefault(person.user_id, _Receiver(person.page))
        if delivery is None and receiver.line.budget_bps is None:
            return False
        given = _allocated(session, self._table, person.user_id, receiver)
        before = receiver.line
        report = (
            Report(at, 0, 0.0) if delivery is None else Report(at, delivery.sent_bps, delivery.lost, delivery.rtt_ms)
        )
        receiver.line = follow(before, report, Given(given.next_bps, given.least, given.cost_bps))
        if receiver.line.budget_bps != before.budget_bps:
            measured = {"sent_bps": report.sent_bps, "lost": round(report.lost, 3), "rtt_ms": report.rtt_ms}
            _log.info("line judged", session=session.id, bps=receiver.line.budget_bps, **measured)
        return receiver.line.budget_bps is not None or before.budget_bps is not None


def _allocated(session: Session, table: RoutingTable, who: UserId, receiver: _Receiver) -> Allocation:
    received = frozenset(x for x in table if x.target == who)
    wished = wishes(session, who, received)
    given = allocation(received, wished, _rates(session), receiver.line.budget_bps, receiver.former)
    receiver.former = given.routes
    receiver.strain = Strain.PAUSED if given.paused else Strain.REDUCED if given.reduced else Strain.NONE
    return given


def _rates(session: Session) -> Rates:
    """Nothing comes of devices that are off; of the others what pages encode with."""
    devices = [
        (each.user_id, kind)
        for each in people(session)
        for kind, is_on in (
            (TrackKind.AUDIO, each.mic),
            (TrackKind.VIDEO, each.camera and not each.camera_paused),
            (TrackKind.SCREEN, each.screen),
        )
        if not is_on
    ]
    return {(who, kind, layer): 0 for who, kind in devices for layer in Layer}
