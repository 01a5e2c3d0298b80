"""A session from its first event to its last: the log, and the session that it is folded on.

Storage keeps the session as it is now and the log, not how it was planned. That follows from both, as far as it decides
who received whom.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from deskside.domain import events as ev
from deskside.domain.evolve import evolve
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Part, Person
from deskside.domain.session import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until before `end`: instants of the wall's clock. Never empty."""

    start: Millis
    end: Millis


@dataclass(frozen=True, slots=True)
class Story:
    """`now`: the session as the last event left it; `log`: all of its events, in order."""

    now: Session
    log: tuple[ev.Recorded, ...]

    @property
    def last_at(self) -> Millis:
        """When the last event happened; 0: none did."""
        return self.log[-1].at if self.log else Millis(0)


def steps(story: Story) -> Iterator[tuple[ev.Recorded, Session]]:
    """Each event with the session after it."""
    session = planned(story)
    for recorded in story.log:
        session = evolve(session, recorded)
        yield recorded, session


def lasting(
    story: Story, holds: Callable[[Session, Session], Set[T] | None], until: Millis
) -> Mapping[T, tuple[Span, ...]]:
    """When what holds of a session held, in order, apart from each other: from the instant of the event after which it
    did until that of the one after which it did not; what holds yet, `until` then. `holds`: of the session after an
    event, given the one before it; None: the same as before."""
    found: dict[T, list[Span]] = defaultdict(list)
    since: dict[T, Millis] = {}
    before = planned(story)
    for recorded, session in steps(story):
        held = holds(before, session)
        before = session
        if held is None:
            continue
        for ended in since.keys() - held:
            _add(found[ended], since.pop(ended), recorded.at)
        since |= dict.fromkeys(held - since.keys(), recorded.at)
    for still, start in since.items():
        _add(found[still], start, until)
    return {each: tuple(spans) for each, spans in found.items() if spans}


def _add(spans: list[Span], start: Millis, end: Millis) -> None:
    """What ended and began again at one instant is one span; what began and ended at one instant is none."""
    if start >= end:
        return
    if spans and spans[-1].end == start:
        start = spans.pop().start
    spans.append(Span(start, end))


def planned(story: Story) -> Session:
    """The session before its first event. What was renamed or moved since has the newest title and times already; a
    first tutor who handed it over has no name."""
    now = story.now
    tables = (x.event.open_table for x in story.log if isinstance(x.event, ev.OpenTableChanged))
    open_table = not next(tables, not now.open_table)
    times = (now.scheduled_start, now.scheduled_end)
    return Session(now.id, now.center_id, now.title, first_tutor(story), *times, open_table=open_table)


def first_tutor(story: Story) -> Person:
    """Who conducted it at first: who it is now, if nobody took it over. Else, of those who came before that, who was
    neither enrolled nor looked in; nobody who came is meant by an id that nobody has."""
    others: set[UserId] = set()
    came: list[UserId] = []
    for recorded in story.log:
        match recorded.event:
            case ev.TutorChanged():
                found = next((x for x in came if x not in others), UserId(""))
                return Person(found, "", Part.TUTOR)
            case ev.StudentEnrolled(student_id):
                others.add(student_id)
            case ev.ObserverAdmitted(user_id):
                others.add(user_id)
            case ev.PersonArrived(person_id):
                came.append(person_id)
            case _:
                pass
    return Person(story.now.tutor.user_id, story.now.tutor.name, Part.TUTOR)
