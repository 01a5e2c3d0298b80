"""The clock of the machine is set while a lesson is held: nobody gains or loses anything by it, nor is thrown out."""

import pytest

from deskside.domain.ids import Millis, PageId, Seq, SessionId
from deskside.services.attendance import GRACE_MS
from tests.fakes.clock import HeldClock
from tests.services.house import House
from tests.test_steady import Machine

PAGE = PageId("alice-page")


class MachineClock(HeldClock):
    """The real clock, on a machine whose clock on the wall can be set."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = Machine()

    def now(self) -> Millis:
        return self.machine.clock.now()

    def settle(self) -> None:
        self.machine.clock.settle()

    def not_before(self, *recorded: Millis) -> None:
        self.machine.clock.not_before(*recorded)

    def pass_ms(self, duration: int) -> None:
        self.machine.pass_s(duration / 1000)


@pytest.fixture
async def held() -> tuple[House, MachineClock]:
    """A live session of the tutor and Alice."""
    clock = MachineClock()
    house = await House(clock=clock).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice):
        await house.enter(actor)
    return house, clock


@pytest.mark.parametrize("seconds", [300, -300, 86_400])
async def test_attendance_is_what_passed_whatever_the_clock_on_the_wall_says(
    held: tuple[House, MachineClock], seconds: int
) -> None:
    house, clock = held
    clock.pass_ms(10_000)
    clock.machine.set_s(seconds)
    await house.attendance.sweep()
    clock.pass_ms(10_000)
    alice = await house.person(house.alice)
    assert alice.watch.read(clock.now()) == pytest.approx(20_000, abs=20)


@pytest.mark.parametrize("seconds", [300, -300])
async def test_who_is_reconnecting_is_not_thrown_out_and_grace_ends_in_time(
    held: tuple[House, MachineClock], seconds: int
) -> None:
    house, clock = held
    await house.attendance.drop(house.alice, house.session_id, PAGE)
    await house.attendance.sweep()
    clock.machine.set_s(seconds)
    clock.pass_ms(1_000)
    await house.attendance.sweep()
    assert (await house.person(house.alice)).joined
    clock.pass_ms(GRACE_MS)
    await house.attendance.sweep()
    assert not (await house.person(house.alice)).joined


async def test_the_log_goes_on_after_a_restart_with_the_clock_set_back(
    held: tuple[House, MachineClock],
) -> None:
    house, clock = held
    clock.pass_ms(10_000)
    await house.attendance.heartbeat(house.alice, house.session_id, PAGE, active=True)
    await house.attendance.sweep()
    clock.machine.set_s(-300)
    later = MachineClock()
    later.machine.wall = clock.machine.wall
    later.settle()
    new = House(house.engine, house.storage, later)
    await new.attendance.recover()
    await new.attendance.arrive(new.alice, new.session_id, PAGE)
    later.pass_ms(5_000)
    await new.sessions.pause(new.tutor, new.session_id)
    async with new.storage.transaction() as unit:
        instants = [x.at for x in await unit.sessions.events_after(new.session_id, Seq(0))]
    assert instants == sorted(instants)
    assert (await new.person(new.alice)).watch.read(later.now()) == pytest.approx(15_000, abs=20)


async def test_a_clock_that_was_wrong_is_followed_once_nobody_is_there(held: tuple[House, MachineClock]) -> None:
    house, clock = held
    clock.machine.set_s(7_200)
    await house.attendance.sweep()
    assert clock.machine.wall // 1_000_000 - clock.now() > 7_000_000
    await house.sessions.end(house.tutor, house.session_id)
    await house.attendance.sweep()
    assert clock.now() == clock.machine.wall // 1_000_000


async def test_a_machine_that_slept_was_attended_by_nobody_meanwhile(held: tuple[House, MachineClock]) -> None:
    house, clock = held
    await house.attendance.sweep()
    clock.pass_ms(10_000)
    await house.attendance.sweep()
    clock.pass_ms(3_600_000)
    await house.attendance.sweep()
    alice = await house.person(house.alice)
    assert not alice.connected
    assert alice.watch.read(clock.now()) == pytest.approx(10_000, abs=20)


@pytest.mark.parametrize("first", ["proofs", "drop", "attendance"])
async def test_whatever_looks_first_after_a_sleep_finds_that_it_was_one(
    held: tuple[House, MachineClock], first: str
) -> None:
    """Seen by reading: a page's silence was noticed before the sleep was, as of now, and all of it was attended."""
    house, clock = held
    await house.attendance.sweep()
    clock.pass_ms(10_000)
    await house.attendance.sweep()
    clock.pass_ms(1_200_000)
    if first == "proofs":
        await house.services.proofs.watch()
        await house.services.proofs.sweep()
    if first == "drop":
        await house.attendance.drop(house.alice, house.session_id, PageId("alice-page"))
    await house.attendance.sweep()
    for actor in (house.alice, house.tutor):
        assert (await house.person(actor)).watch.read(clock.now()) == pytest.approx(10_000, abs=20)


DAYS = 2 * 86_400
ZONE = 3_300
"""An hour that another zone is ahead, less what has passed when the lesson begins."""


@pytest.mark.parametrize("ahead_s", [DAYS, ZONE])
async def test_a_lesson_that_a_wrong_clock_planned_is_measured_once_the_clock_is_right(ahead_s: int) -> None:
    clock = MachineClock()
    clock.machine.set_s(ahead_s)
    clock.settle()
    house = await House(clock=clock).open()
    clock.machine.set_s(-ahead_s)
    await house.attendance.sweep()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice):
        await house.enter(actor)
    clock.pass_ms(10_000)
    await house.sessions.end(house.tutor, house.session_id)
    session = await house.session()
    assert session.watch.read(clock.now()) == pytest.approx(10_000, abs=20)
    assert (await house.person(house.alice)).watch.read(clock.now()) == pytest.approx(10_000, abs=20)


async def test_a_clock_that_is_days_behind_the_log_after_a_restart_measures_all_the_same(
    held: tuple[House, MachineClock],
) -> None:
    house, clock = held
    clock.pass_ms(10_000)
    later = MachineClock()
    later.machine.wall = clock.machine.wall - DAYS * 1_000_000_000
    later.settle()
    new = House(house.engine, house.storage, later)
    await new.attendance.recover()
    for actor in (new.tutor, new.alice):
        await new.attendance.arrive(actor, new.session_id, PageId(f"{actor.user_id}-page"))
    later.pass_ms(5_000)
    await new.sessions.pause(new.tutor, new.session_id)
    assert (await new.person(new.alice)).watch.read(later.now()) >= 5_000


async def test_what_a_wrong_clock_recorded_does_not_hide_what_is_to_be_followed(
    held: tuple[House, MachineClock],
) -> None:
    house, clock = held
    ahead = MachineClock()
    ahead.machine.wall = clock.machine.wall + DAYS * 1_000_000_000
    ahead.settle()
    planned = House(house.engine, house.storage, ahead)
    other = await planned.sessions.create(planned.tutor, planned.new(session_id=SessionId("other")))
    await planned.sessions.start(planned.tutor, other.id)
    clock.pass_ms(10_000)
    await house.attendance.heartbeat(house.alice, house.session_id, PAGE, active=True)
    await house.attendance.sweep()
    before, later = clock.now(), MachineClock()
    later.machine.wall = clock.machine.wall - 300 * 1_000_000_000
    later.settle()
    await House(house.engine, house.storage, later).attendance.recover()
    assert later.now() == pytest.approx(before, abs=20)
