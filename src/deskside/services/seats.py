"""Which pages lost their seat to a newer page of the same person. Kept in memory: after a start of the server whichever
page comes last has the seat."""

from collections import deque
from dataclasses import dataclass, field

from deskside.domain.errors import Superseded
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.limits import REMEMBERED
from deskside.domain.session import Session, find_person

FORMER = 16
"""Pages of one person in one session: more than anybody has open, or asleep, on all of their devices."""


@dataclass(slots=True)
class Seats:
    """One seat for each person in each session."""

    _lost: dict[tuple[SessionId, UserId], deque[PageId]] = field(default_factory=dict)

    def taken_by(self, page: PageId, session: Session, user_id: UserId) -> PageId | None:
        """Whose seat this page takes; None: it has it already, or nobody has. Raises Superseded for a page that lost
        it: a device that wakes up takes it from nobody. Whoever wants to be there loads the page again."""
        if page in self._lost.get((session.id, user_id), ()):
            raise Superseded(
                "This session was opened in another tab or device. Use that one, or reload here to move it."
            )
        person = find_person(session, user_id)
        return None if person is None or person.page == page else person.page

    def lost(self, session_id: SessionId, user_id: UserId, page: PageId) -> None:
        """This page's seat was taken."""
        who = (session_id, user_id)
        pages = self._lost.pop(who, None) or deque(maxlen=FORMER)
        pages.append(page)
        self._lost[who] = pages
        if len(self._lost) > REMEMBERED:
            del self._lost[next(iter(self._lost))]
