"""Coming and going of pages: who connects, in which order, and what each starts from."""

import asyncio
from weakref import WeakValueDictionary

from deskside.domain.errors import Conflict, Superseded
from deskside.domain.ids import SessionId, UserId
from deskside.domain.session import Session, person_of
from deskside.realtime import refusals
from deskside.realtime.connections import Connection, Connections, Seat
from deskside.realtime.limits import Budgets, Limits
from deskside.realtime.outbox import Outbox, Socket
from deskside.services.sessions import CatchUp
from deskside.services.suite import Services
from deskside.wire.commands import Auth
from deskside.wire.messages import Envelope, Welcome


class Reception:
    """One person's pages come and go one after the other, so that the last to come is the one that stays."""

    def __init__(self, services: Services, connections: Connections, limits: Limits) -> None:
        self._services = services
        self._connections = connections
        self._limits = limits
        self._budgets = Budgets(limits)
        self._turns: WeakValueDictionary[tuple[SessionId, UserId], asyncio.Lock] = WeakValueDictionary()

    async def receive(self, socket: Socket, auth: object) -> Connection:
        """Connect a page and welcome it. Raises pydantic.ValidationError, DomainError and TooOften; then nobody is
        connected. Who it is comes first: what others at the same address do wrong keeps nobody out.
        """
        shown = Auth.model_validate(auth)
        dismissals = self._connections.dismissals
        actor, grant = await self._services.attendance.identify(shown.token, shown.page)
        seat = Seat(actor, grant, shown.page)
        now = self._services.outside.clock.now()
        budget = self._budgets.of(seat.session_id, seat.user_id, now)
        if not budget.admits(now):
            raise refusals.TooOften
        connection = Connection(seat, Outbox(socket, self._limits.outbox), budget)
        self._connections.add(connection)
        self._services.ways_in.came(grant.login_hash, (seat.session_id, seat.user_id, seat.page))
        try:
            if self._connections.dismissals != dismissals:  # theirs, perhaps, after it was found good
                await self._services.attendance.identify(shown.token, shown.page)
            async with self._turn(seat):
                await self._arrive(connection, shown)
        except BaseException:
            await self.part(connection)
            raise
        return connection

    async def part(self, connection: Connection) -> None:
        """The socket is gone. The person is, too, unless the same page is back on another one already."""
        seat = connection.seat
        self._connections.discard(connection)
        connection.stop()
        if connection.easel is not None:
            await self._services.boards.leave(connection.easel)
        async with self._turn(seat):
            if self._connections.find(seat.session_id, seat.user_id, seat.page) is None:
                self._services.ways_in.went((seat.session_id, seat.user_id, seat.page))
                await self._services.attendance.drop(seat.actor, seat.session_id, seat.page)

    async def _arrive(self, connection: Connection, shown: Auth) -> None:
        seat = connection.seat
        view = await self._services.attendance.arrive(seat.actor, seat.session_id, seat.page)
        missed = CatchUp(view.seq, view=view)
        if shown.seq is not None:
            missed = await self._services.sessions.catch_up(seat.actor, seat.session_id, shown.seq)
        if connection.closed_code == "superseded":
            raise Superseded(refusals.closed("superseded").message)
        if connection.closed_code is not None:
            raise Conflict(refusals.closed(connection.closed_code).message)
        connection.welcome(self._welcome(seat, view, missed))
        table = self._connections.table(seat.session_id)
        if table is not None:
            connection.show_edges(*table)
        wanted = self._connections.wanted(seat.session_id)
        if wanted is not None:
            connection.show_encodings(wanted)
        self._services.consents.arrived(seat.actor, view)

    def _welcome(self, seat: Seat, view: Session, missed: CatchUp) -> Welcome:
        envelopes = tuple(Envelope.of(seat.session_id, x) for x in missed.envelopes)
        return Welcome(
            user_id=seat.user_id,
            part=person_of(view, seat.user_id).part,
            now=self._services.outside.clock.now(),
            seq=missed.seq,
            view=missed.view,
            envelopes=envelopes if missed.view is None else None,
        )

    def _turn(self, seat: Seat) -> asyncio.Lock:
        return self._turns.setdefault((seat.session_id, seat.user_id), asyncio.Lock())
