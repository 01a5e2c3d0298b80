"""What media follow already although the session does not say so: what was noticed of pages, and is not stored (yet).

While nothing can be stored, a page that is dead, or lost, or without its sign must not stay on the air for it. Kept in
memory only: a new process begins with new proofs.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from deskside.domain.events import Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import Millis, PageId, Seq, UserId
from deskside.domain.routing import routing_table
from deskside.domain.session import Session
from deskside.domain.tracks import RoutingTable
from deskside.services.turns import Decide

_ANY_TIME = Millis(0)
"""Who receives whom does not depend on when something happened, and nothing else is asked of what is folded here."""


class Why(Enum):
    """What was noticed of a page."""

    SILENT = auto()
    LOST = auto()
    SIGN = auto()
    ENDED = auto()


Cause = tuple[UserId, PageId | None, Why]
"""Of whose page what was noticed. None: of somebody without a page, as a tutor can be whose account ends."""


@dataclass(slots=True)
class Withheld:
    """What was noticed in one session: decisions whose events are not in it."""

    _noticed: dict[Cause, Decide] = field(default_factory=dict)

    def __contains__(self, cause: Cause) -> bool:
        return cause in self._noticed

    def put(self, cause: Cause, decide: Decide) -> None:
        """This was noticed; of the same cause the newest counts. `decide` never raises, and says nothing once it is in
        the session, or of a page that is not its person's any more."""
        self._noticed[cause] = decide

    def drop(self, cause: Cause) -> None:
        """It is not so any more."""
        self._noticed.pop(cause, None)

    def settle(self, session: Session) -> None:
        """The session is so now: what it says itself, or what does not matter to it any more, is forgotten."""
        self._noticed = {cause: decide for cause, decide in self._noticed.items() if decide(session)}

    def within(self, session: Session, table: RoutingTable) -> RoutingTable:
        """Of the session's table what remains with all that was noticed. Never an edge more than the table has."""
        if not self._noticed:
            return table
        for decide in self._noticed.values():
            for event in decide(session):
                session = evolve(session, Recorded(Seq(session.seq + 1), _ANY_TIME, None, event))
        left = {each.edge for each in routing_table(session)}
        return frozenset(each for each in table if each.edge in left)
