"""What this process remembers of each session: how it is, what changed last, which acts were done, what is in doubt."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from deskside.domain.access import Actor
from deskside.domain.ids import ActId, Millis, Seq, UserId
from deskside.domain.session import Session
from deskside.ports.sessions import ACTS_RECALLED, Change, Recalled
from deskside.services.queues import Queue
from deskside.services.turns import Ref

REMEMBERED_CHANGES = 512
"""How far back a page can catch up by envelopes: at ten events a second almost a minute; after that it gets a view."""


@dataclass(slots=True, eq=False)
class Room:
    """One session in memory, as it is stored: what is being stored is not there yet."""

    session: Session
    queue: Queue
    last_at: Millis = Millis(0)
    recent: deque[Change] = field(default_factory=lambda: deque(maxlen=REMEMBERED_CHANGES))
    acts: set[asyncio.Task[None]] = field(default_factory=set)
    """Handed in beside the queue and not done yet. The event loop itself keeps no task alive."""
    doubt: tuple[Change, ...] = ()
    """Changes of which it is not known whether they were stored; nothing else happens before it is."""
    _done: dict[tuple[UserId, ActId], Seq] = field(default_factory=dict)

    @property
    def ref(self) -> Ref:
        """What it is found by."""
        return Ref(self.session.center_id, self.session.id)

    @property
    def at_rest(self) -> bool:
        """Nothing is being done, nothing waits, and nothing is in doubt."""
        return self.queue.at_rest and not self.acts and not self.doubt

    def recall(self, stored: Recalled) -> None:
        """Be as it is stored."""
        self.session, self.last_at = stored.session, max(self.last_at, stored.last_at)
        for act in stored.acts:
            self._remember(act.actor_id, act.act_id, act.seq)

    def take(self, changes: tuple[Change, ...]) -> None:
        """These have happened."""
        _, last, self.session = changes[-1]
        self.last_at = last.at
        self.recent.extend(changes)
        for _, recorded, _ in changes:
            if recorded.actor_id is not None and recorded.act_id is not None:
                self._remember(recorded.actor_id, recorded.act_id, recorded.seq)

    def has_done(self, actor: Actor | None, act_id: ActId | None) -> bool:
        """Whether this act of this person was done already."""
        return actor is not None and act_id is not None and (actor.user_id, act_id) in self._done

    def did(self, actor: Actor | None, act_id: ActId | None) -> None:
        """This act was done, also if nothing came of it."""
        if actor is not None and act_id is not None:
            self._remember(actor.user_id, act_id, self.session.seq)

    def _remember(self, user_id: UserId, act_id: ActId, seq: Seq) -> None:
        self._done[user_id, act_id] = seq
        if len(self._done) > ACTS_RECALLED:
            del self._done[next(iter(self._done))]
