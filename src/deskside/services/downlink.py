"""What each receiver is given of the table, by what their machine decodes and their line carries. Sound is never taken
away, nothing added."""

from dataclasses import dataclass

import structlog

from deskside.domain.allocation import Allocation, Rates, Wishes, allocation
from deskside.domain.decoding import decodable
from deskside.domain.downlink import NEW, Downlink, Given, Report, follow
from deskside.domain.ids import Millis, PageId, UserId
from deskside.domain.quality import Strain
from deskside.domain.rates import Measured, noted, rates_of
from deskside.domain.routing import wishes
from deskside.domain.session import Session, find_person, people
from deskside.domain.tracks import Layer, RoutingTable, TrackKind
from deskside.ports.media import LinkMeasured

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Receiver:
    """One receiver's line and machine, for as long as they have the same page."""

    page: PageId | None
    line: Downlink = NEW
    former: RoutingTable = frozenset()
    """What they were given last."""
    strain: Strain = Strain.NONE
    pixels: int | None = None
    """What their machine decodes in a second, as their page says. None: no limit is known."""


class Downlinks:
    """The receivers of one session."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._allowed: RoutingTable = frozenset()
        self._table: RoutingTable = frozenset()
        """Of that, what everybody's machine decodes."""
        self._receivers: dict[UserId, _Receiver] = {}
        self._measured: dict[UserId, Measured] = {}
        """What everybody sends."""

    def carried(self, session: Session, table: RoutingTable) -> RoutingTable:
        """Of `table` what everybody's machine decodes and their line carries: all of it, as long as no line is known
        to be full, and no machine to be behind."""
        self._session, self._allowed = session, table
        pages = {each.user_id: each.page for each in people(session)}
        self._receivers = {who: each for who, each in self._receivers.items() if each.page == pages.get(who)}
        self._measured = {who: each for who, each in self._measured.items() if pages.get(who) is not None}
        self._table = table = self._decodable(session)
        limited = {who: each for who, each in self._receivers.items() if each.line.budget_bps is not None}
        if not limited:
            return table
        rates = self._rates(session)
        given = [self._allocated(session, rates, who, each).routes for who, each in limited.items()]
        return frozenset(x for x in table if x.target not in limited).union(*given)

    def strain(self, who: UserId) -> Strain:
        """What of theirs gives way to the sound now."""
        receiver = self._receivers.get(who)
        return Strain.NONE if receiver is None else receiver.strain

    def decodes(self, who: UserId, pixels: int | None) -> bool:
        """A page says what it can decode. Whether that is something else than before."""
        person = None if self._session is None else find_person(self._session, who)
        if person is None or person.page is None:
            return False
        receiver = self._receivers.setdefault(who, _Receiver(person.page))
        before, receiver.pixels = receiver.pixels, pixels
        return before != pixels

    def take(self, sample: LinkMeasured, at: Millis) -> bool:
        """Take note of how what was sent to somebody fared, and of what they send. Whether what they are given may
        change by it."""
        session, delivery = self._session, sample.delivery
        person = None if session is None else find_person(session, sample.person)
        if session is None or person is None or person.page is None:
            return False
        if sample.layers:
            self._measured[person.user_id] = noted(self._measured.get(person.user_id, Measured()), sample.layers)
        receiver = self._receivers.setdefault(person.user_id, _Receiver(person.page))
        if delivery is None and receiver.line.budget_bps is None:
            return False
        given = self._allocated(session, self._rates(session), person.user_id, receiver)
        before = receiver.line
        report = (
            Report(at, 0, 0.0) if delivery is None else Report(at, delivery.sent_bps, delivery.lost, delivery.rtt_ms)
        )
        receiver.line = follow(before, report, Given(given.next_bps, given.least, given.cost_bps))
        if receiver.line.budget_bps != before.budget_bps:
            measured = {"sent_bps": report.sent_bps, "lost": round(report.lost, 3), "rtt_ms": report.rtt_ms}
            _log.info("line judged", session=session.id, bps=receiver.line.budget_bps, **measured)
        return receiver.line.budget_bps is not None or before.budget_bps is not None

    def _rates(self, session: Session) -> Rates:
        """Nothing comes of devices that are off; of the others what came lately, or else what pages encode with."""
        known = {
            (who, kind, layer): bps
            for who, measured in self._measured.items()
            for (kind, layer), bps in rates_of(measured).items()
        }
        return {**known, **_silent(session)}

    def _decodable(self, session: Session) -> RoutingTable:
        weak = {who: each.pixels for who, each in self._receivers.items() if each.pixels is not None}
        if not weak:
            return self._allowed
        given = [decodable(_to(self._allowed, who), self._wished(session, who), most) for who, most in weak.items()]
        return frozenset(x for x in self._allowed if x.target not in weak).union(*given)

    def _wished(self, session: Session, who: UserId) -> Wishes:
        return wishes(session, who, _to(self._allowed, who))

    def _allocated(self, session: Session, rates: Rates, who: UserId, receiver: _Receiver) -> Allocation:
        received, budget_bps = _to(self._table, who), receiver.line.budget_bps
        given = allocation(received, self._wished(session, who), rates, budget_bps, receiver.former)
        receiver.former = given.routes
        receiver.strain = Strain.PAUSED if given.paused else Strain.REDUCED if given.reduced else Strain.NONE
        return given


def _to(table: RoutingTable, who: UserId) -> RoutingTable:
    return frozenset(x for x in table if x.target == who)


def _silent(session: Session) -> Rates:
    """Of devices that are off nothing comes."""
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
