"""Pages whose sockets were lost: noted at once or, where nothing can be stored then, as soon as something can."""

from dataclasses import dataclass, field

from deskside.domain import attendance
from deskside.domain import events as ev
from deskside.domain.ids import Millis, PageId, UserId
from deskside.domain.session import Session
from deskside.ports.storage import StorageUnavailable
from deskside.services.door import Door, Ref


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that has no socket any more."""

    ref: Ref
    user_id: UserId
    page: PageId


@dataclass(slots=True)
class Departures:
    """What is not stored yet is kept: nothing else would ever tell that somebody is not there any more."""

    door: Door
    _since: dict[Lost, Millis] = field(default_factory=dict)

    def lost(self, lost: Lost, at: Millis) -> None:
        """It is so since `at`; `note` tells the session."""
        self._since[lost] = at

    def back(self, lost: Lost) -> None:
        """The page has a socket again; what was not stored until now did not happen."""
        self._since.pop(lost, None)

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
