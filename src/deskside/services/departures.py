"""Pages whose sockets were lost: noted at once or, where nothing can be stored then, as soon as something can."""

from dataclasses import dataclass, field
from functools import partial

from deskside.domain import attendance
from deskside.domain import events as ev
from deskside.domain.ids import Millis, PageId, UserId
from deskside.domain.session import Session
from deskside.ports.storage import StorageUnavailable
from deskside.services.door import Door, Ref
from deskside.services.routing import Router
from deskside.services.withheld import Cause, Why


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that has no socket any more."""

    ref: Ref
    user_id: UserId
    page: PageId

    @property
    def cause(self) -> Cause:
        """Why media are withheld."""
        return self.user_id, self.page, Why.LOST


@dataclass(slots=True)
class Departures:
    """What is not stored yet is kept: nothing else would ever tell that somebody is not there any more."""

    door: Door
    router: Router
    _since: dict[Lost, Millis] = field(default_factory=dict)

    def lost(self, lost: Lost, at: Millis) -> None:
        """It is so since `at`, and at once for media; `note` tells the session."""
        self._since[lost] = at
        dropped = partial(attendance.drop, who=lost.user_id, page=lost.page)
        self.router.withhold(lost.ref.session_id, lost.cause, dropped)

    def back(self, lost: Lost) -> None:
        """The page has a socket again; what was not stored until now did not happen."""
        self._since.pop(lost, None)

    def taken_in(self, lost: Lost) -> None:
        """The session knows that it is back."""
        self.router.give_back(lost.ref.session_id, lost.cause)

    async def note(self, lost: Lost) -> None:
        """Tell the session of it. Raises StorageUnavailable if that cannot be stored now; then a sweep does it."""
        await self._note(lost, None)

    async def sweep(self) -> None:
        """Every second or so: tell what could not be told before, as of when it happened. Raises StorageUnavailable."""
        for lost, at in tuple(self._since.items()):
            await self._note(lost, at)

    async def _note(self, lost: Lost, at: Millis | None) -> None:
        since = self._since.get(lost)

        def dropped(session: Session) -> ev.Events:
            return attendance.drop(session, lost.user_id, lost.page) if lost in self._since else ()

        try:
            await self.door.notice(lost.ref, dropped, at=at)
        except StorageUnavailable:
            raise
        except Exception:
            self._forget(lost, since)
            raise
        self._forget(lost, since)

    def _forget(self, lost: Lost, since: Millis | None) -> None:
        if self._since.get(lost) == since:  # else it came back, and was lost again, meanwhile
            self._since.pop(lost, None)
            self.taken_in(lost)
