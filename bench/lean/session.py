"""A whole session of lean people on one engine: a tutor and students, in private lanes or everyone to everyone."""

import asyncio
import secrets
from enum import StrEnum

from bench.lean.pacer import Pacer
from bench.lean.person import LeanPerson
from bench.media import STUDENT_CAMERA, TUTOR_CAMERA
from deskside.domain.ids import SessionId, UserId
from deskside.domain.tracks import Route, RoutingTable, TrackKind
from deskside.ports.media import MediaEngine, Signalling

TUTOR = UserId("tutor")
KINDS = (TrackKind.AUDIO, TrackKind.VIDEO)
ROUTED_ATTEMPTS, ROUTED_POLL_SECONDS = 200, 0.1


class Topology(StrEnum):
    """Who receives whom; in LANES every student is in TEACH, which is the most that private lanes ever carry."""

    LANES = "private lanes"
    EVERYONE = "everyone receives everyone"

    def sources(self, target: UserId, people: list[UserId]) -> frozenset[UserId]:
        """Whom `target` receives."""
        others = frozenset(people) - {target}
        return others if self is Topology.EVERYONE or target == TUTOR else frozenset({TUTOR})


class LeanSession:
    """One tutor and `students` students. Open it; media flows until it is closed."""

    def __init__(
        self,
        topology: Topology,
        directory: dict[tuple[SessionId, UserId], LeanPerson],
        *,
        students: int = 5,
        stride: int = 1,
        dtx: bool = False,
    ) -> None:
        """People enter `directory` as they come: whoever reads the engine's events (`answer_offers`) finds them there.

        `stride`: see `Subscriber`. `dtx`: students are silent, and their microphones send accordingly.
        """
        self.id = SessionId(secrets.token_hex(8))
        self._directory = directory
        self.people: dict[UserId, LeanPerson] = {}
        self._topology, self._stride, self._dtx = topology, stride, dtx
        self._users = [TUTOR, *(UserId(f"student-{number}") for number in range(students))]

    def table(self) -> RoutingTable:
        """Audio and camera of everyone to everyone who may have it."""
        return frozenset(
            Route(source, target, kind)
            for target in self._users
            for source in self._topology.sources(target, self._users)
            for kind in KINDS
        )

    async def open(self, engine: MediaEngine, signalling: Signalling, pacer: Pacer) -> None:
        """Connect everybody, wait until the whole table is in force, and send."""
        await engine.open_room(self.id)
        self.people |= {user: LeanPerson(signalling, self.id, user, stride=self._stride) for user in self._users}
        self._directory |= {(self.id, user): person for user, person in self.people.items()}
        await asyncio.gather(*(self._publish(person) for person in self.people.values()))
        await asyncio.gather(*(self._receive(person) for person in self.people.values()))
        await self._route(engine)
        for person in self.people.values():
            if person.publisher:
                pacer.add(person.publisher.tracks())

    async def _route(self, engine: MediaEngine) -> None:
        """Ask again until every edge is in force: an edge waits for both its ends. Raises TimeoutError."""
        for _ in range(ROUTED_ATTEMPTS):
            if await engine.route(self.id, self.table()) == self.table():
                return
            await asyncio.sleep(ROUTED_POLL_SECONDS)
        raise TimeoutError("the table is not in force")

    async def _publish(self, person: LeanPerson) -> None:
        is_tutor = person.user == TUTOR
        await person.publish(TUTOR_CAMERA if is_tutor else STUDENT_CAMERA, quiet=self._dtx and not is_tutor)

    async def _receive(self, person: LeanPerson) -> None:
        sources = self._topology.sources(person.user, self._users)
        await person.receive(sources, streams=len(sources) * len(TrackKind))

    async def close(self, engine: MediaEngine) -> None:
        """End the room, then the people. Clear the pacer first."""
        await engine.close_room(self.id)
        for user, person in self.people.items():
            del self._directory[self.id, user]
            person.close()
