"""Makes fold.json: random sessions, what each person in them receives, and the view that must come of it.

Run `python -m tests.vectors.make` after a change of events, views or decisions. The same seed gives the same file.
Each vector: fold `envelopes` into `view`; it must equal `result`. `audience`: what a student's sign must show then.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path

from deskside.domain import events as ev
from deskside.domain import lanes, lifecycle
from deskside.domain.consent import ConsentKind
from deskside.domain.errors import DomainError
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, ExerciseId, HelpId, ItemId, MessageId, Millis, RecordingId, Seq, SessionId
from deskside.domain.modes import AddressAll, LaneMode, SignFault, StopReason, Urgency
from deskside.domain.people import Part, Person
from deskside.domain.session import Session, SessionStatus, find_lane
from deskside.domain.signs import audience
from deskside.domain.visibility import Envelope, Viewer, envelope, redact
from deskside.wire import messages
from deskside.wire.shapes import JsonObject
from deskside.wire.views import view_to_json
from tests.domain.work_acts import WORK
from tests.vectors.coming import STUDENTS, SUBSTITUTE, TUTOR, VIEWERS, Act, arrive, join, presence, sign, tracks

FILE = Path(__file__).with_name("fold.json")

SEEDS, STEPS = range(12, 16), 26


def _teaching(session: Session, chance: random.Random) -> ev.Events:
    student = chance.choice(STUDENTS)
    kind = chance.randrange(7)
    if kind == 0:
        return lanes.address_all(session, chance.choice(list(AddressAll)))
    if kind == 1:
        return lanes.show_screen_to(session, to_all=chance.random() < 0.5)
    if kind == 2:
        given = ev.ExerciseAssigned(student, ExerciseId("fractions"), "Fractions – ½ and ¼", "Lesson 3")
        return lanes.assign(session, given)
    if kind == 3:
        return lanes.set_lane_mode(session, student, chance.choice(list(LaneMode)))
    return lanes.set_progress(session, student, chance.randint(0, 100))


def _help(session: Session, chance: random.Random) -> ev.Events:
    student = chance.choice(STUDENTS)
    lane = find_lane(session, student)
    if lane is None or lane.help is None:
        asked = HelpId(f"help-{session.seq}")
        return lanes.ask_help(session, ev.HelpAsked(student, asked, chance.choice(list(Urgency)), "Why is ½ > ⅓?"))
    closers: tuple[Callable[[], ev.Events], ...] = (
        lambda: lanes.withdraw_help(session, student, lane.help.help_id if lane.help else HelpId("")),
        lambda: lanes.respond_to_help(session, student, lane.help.help_id if lane.help else HelpId("")),
        lambda: lanes.dismiss_help(session, student, lane.help.help_id if lane.help else HelpId(""), "In a minute."),
    )
    return chance.choice(closers)()


def _members(session: Session, chance: random.Random) -> ev.Events:
    student = chance.choice(STUDENTS)
    if find_lane(session, student) is not None and chance.random() < 0.3:
        return lifecycle.remove(session, student)
    return lifecycle.enroll(session, ev.StudentEnrolled(student, student.title(), "7", "B", Millis(90_000)))


def _life(session: Session, chance: random.Random) -> ev.Events:
    kind = chance.randrange(7)
    if kind <= 1:
        return lanes.set_open_table(session, open_table=not session.open_table)
    if kind <= 3:
        return lifecycle.set_engine_up(session, up=not session.engine_up)
    if session.status is SessionStatus.SCHEDULED:
        return lifecycle.reschedule(session, Millis(0), Millis(chance.randint(1, 9)), chance.choice((None, "¼ – ½")))
    if kind == 6:
        to = chance.choice((TUTOR, SUBSTITUTE))
        return lifecycle.change_tutor(session, ev.TutorChanged(to, f"{to.title()} – ¾"))
    return lifecycle.resume(session) if session.paused else lifecycle.pause(session)


def _start(session: Session, chance: random.Random) -> ev.Events:
    return lifecycle.start(session, "room-1", text_allowed=chance.random() < 0.5)


def _finish(session: Session, _: random.Random) -> ev.Events:
    if session.status is SessionStatus.SCHEDULED:
        return lifecycle.cancel(session, "The tutor is ill.")
    return lifecycle.end(session)


def _work(session: Session, chance: random.Random) -> ev.Events:
    """Some act on the work in a lane; `tests.domain.work_acts` knows them all."""
    return chance.choice(WORK)(chance, session)


def _desk(session: Session, _: random.Random) -> ev.Events:
    """Everything that can happen to the work in one lane, once, in an order in which each makes sense."""
    alice, item, call = STUDENTS[0], ItemId("i0"), HelpId("desk")
    given = ev.ExerciseAssigned(alice, ExerciseId("e"), "Fractions – ½ and ¼", "Lesson 3", (item, ItemId("i1")))
    queue = (ev.Queued(ExerciseId("next"), "Essay", "Lesson 5"),)
    return (
        given,
        ev.AnswerGiven(alice, item, "5/6", False, 0),
        ev.AnswerGiven(alice, item, "¾", True, 50),
        ev.HintGiven(alice, item, "Halve it."),
        ev.ExercisesQueued(alice, queue),
        ev.HelpAsked(alice, call, Urgency.HIGH, "Why?", item),
        ev.HelpBoardAttached(alice, call, 1),
        ev.HelpPostponed(alice, call),
        ev.MessageSent(alice, MessageId("m1"), alice, "Is it right?"),
        ev.MessageSent(alice, MessageId("m2"), TUTOR, "It is."),
        *(ev.MessagesRead(alice, by_tutor=side) for side in (True, False)),
        ev.BoardLocked(alice, locked=True),
        ev.LaneDeafened(alice, deafened=True),
        ev.BoardRevised(alice, session.seq + 1),
        ev.AnnouncementMade(MessageId("a1"), "Five minutes left"),
        ev.TableBoardRevised(1),
        ev.PageSilent(alice),
        ev.SignTakenBack(alice, SignFault.REWRITTEN),
        ev.PageDrawn(alice),
        ev.RecordingStarted(RecordingId("r1")),
        ev.ConsentChanged(alice, (ConsentKind.SOUND,), 1),
        ev.ConsentChanged(TUTOR, (), 1),
        ev.ConsentChanged(alice, None, 2),
        ev.RecordingStopped(RecordingId("r1"), StopReason.FULL),
        *(ev.PriorTimeCounted(alice, Millis(5_000)), ev.EndForeseen(Millis(9)), ev.EndForeseen(None)),
    )


ACTS: tuple[Act, ...] = (_work, arrive, arrive, join, sign, tracks, presence, _teaching, _help, _members, _life)


class World:
    """A session that random acts happen to, and what each viewer received of them."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        tutor = Person(TUTOR, "Tutor", Part.TUTOR)
        session_id = SessionId(f"session-{seed}")
        self.session = Session(session_id, CenterId("center"), "Algebra", tutor, Millis(0), Millis(3_600_000))
        self.received: dict[Viewer, list[Envelope]] = {viewer: [] for viewer in VIEWERS}
        self._now = Millis(1_700_000_000_000)
        for student in STUDENTS:
            self._record(ev.StudentEnrolled(student, student.title(), "7", "", Millis(0)))

    def step(self, act: Act) -> None:
        """Let an act happen, if the domain allows it; some time passes."""
        try:
            decided = act(self.session, self._chance)
        except DomainError:
            return
        for event in decided:
            self._record(event)

    def run(self, steps: int) -> None:
        """So many random acts."""
        for _ in range(steps):
            self.step(self._chance.choice(ACTS))

    def _record(self, event: ev.Event) -> None:
        self._now = Millis(self._now + self._chance.randint(0, 5_000))
        recorded = ev.Recorded(Seq(self.session.seq + 1), self._now, None, event)
        after = evolve(self.session, recorded)
        for viewer, got in self.received.items():
            got.append(envelope(self.session, after, recorded, viewer))
        self.session = after


def vectors() -> list[JsonObject]:
    """All of them, always the same."""
    made: list[JsonObject] = []
    for seed in SEEDS:
        world = World(seed)
        start = _start if seed > SEEDS[0] else _life  # the first session never starts
        made.extend(_vectors_of(world, arrive, join))
        made.extend(_vectors_of(world, start, _life))
        made.extend(_vectors_of(world, _desk if seed == SEEDS[-1] else _help, _finish))
    return made


def _vectors_of(world: World, first: Act, last: Act) -> list[JsonObject]:
    before = world.session
    for got in world.received.values():
        got.clear()
    world.step(first)
    world.run(STEPS)
    world.step(last)
    return [_vector(world, before, viewer) for viewer in VIEWERS]


def _vector(world: World, before: Session, viewer: Viewer) -> JsonObject:
    after = world.session
    folded = [messages.Envelope.of(after.id, got).to_json() for got in world.received[viewer]]
    return {
        "name": f"{after.id}, {viewer.user_id}, {before.seq} to {after.seq}",
        "viewer": {"user_id": viewer.user_id, "part": viewer.part.value},
        "view": view_to_json(redact(before, viewer)),
        "envelopes": list(folded),
        "result": view_to_json(redact(after, viewer)),
        "audience": list(audience(after, viewer.user_id)),
    }


def text() -> str:
    """The file: one vector a line."""
    return "[\n" + ",\n".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in vectors()) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
