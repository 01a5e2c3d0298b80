"""The clock that counts on, whatever happens to the one on the wall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from deskside.app import ice_servers
from deskside.domain.clock import REACH_MS
from deskside.domain.ids import Millis, UserId
from deskside.settings import Settings
from deskside.steady import SLEW, SteadyClock

SECOND = 1_000_000_000
START = 1_760_000_000 * SECOND


class Machine:
    """A wall clock that can be set, and a counter that cannot."""

    def __init__(self) -> None:
        self.wall, self.steady = START, 77 * SECOND
        self.clock = SteadyClock(lambda: self.wall, lambda: self.steady)

    def pass_s(self, seconds: float) -> None:
        self.wall += round(seconds * SECOND)
        self.steady += round(seconds * SECOND)

    def set_s(self, seconds: float) -> None:
        """Somebody, or NTP, sets the clock on the wall."""
        self.wall += round(seconds * SECOND)


@pytest.mark.parametrize("step", [300, -300, 7_200, -7_200])
def test_setting_the_wall_clock_is_no_time_that_passes(step: float) -> None:
    machine = Machine()
    before = machine.clock.now()
    machine.pass_s(10)
    machine.set_s(step)
    assert machine.clock.now() - before == pytest.approx(10_000, abs=10)
    machine.pass_s(3_600)
    assert machine.clock.now() - before == pytest.approx(3_610_000, abs=3_600_000 / SLEW + 10)


def test_a_small_difference_is_worked_off_until_it_is_gone() -> None:
    machine = Machine()
    machine.set_s(1)
    for _ in range(3):
        machine.pass_s(1_000)
        machine.clock.now()
    assert machine.clock.now() == machine.wall // 1_000_000


def test_it_is_as_late_as_the_wall_clock_once_nothing_is_measured() -> None:
    machine = Machine()
    machine.set_s(-7_200)
    machine.clock.now()
    machine.clock.settle()
    assert machine.clock.now() == machine.wall // 1_000_000


def test_what_is_recorded_already_is_before_now_unless_a_wrong_clock_recorded_it() -> None:
    machine = Machine()
    recorded = Millis(machine.clock.now() + 300_000)
    machine.clock.not_before(recorded)
    machine.pass_s(1)
    assert machine.clock.now() == pytest.approx(recorded + 1_000, abs=10)
    now = machine.clock.now()
    machine.clock.not_before(Millis(now + REACH_MS + 1_000))
    machine.clock.not_before(Millis(now - 1_000))
    assert machine.clock.now() == now


def test_the_log_says_that_the_clock_was_set_and_says_it_once() -> None:
    machine = Machine()
    with capture_logs() as said:
        for step in (300, 0, 0, -300):
            machine.set_s(step)
            machine.pass_s(1)
            machine.clock.now()
    assert [x["ahead_seconds"] for x in said] == [300.0, 0.0]


@given(st.lists(st.tuples(st.floats(0, 10_000), st.floats(-100_000, 100_000)), max_size=50))
def test_it_never_runs_backwards_and_never_faster_than_time_passes(steps: list[tuple[float, float]]) -> None:
    machine = Machine()
    before = machine.clock.now()
    for seconds, setting in steps:
        machine.pass_s(seconds)
        machine.set_s(setting)
        now = machine.clock.now()
        assert 0 <= now - before <= seconds * 1_000 * (1 + 1 / SLEW) + 2
        before = now


@pytest.mark.parametrize("step", [900, -900])
def test_a_relay_is_told_of_credentials_by_the_clock_that_it_looks_at(step: float) -> None:
    machine = Machine()
    machine.set_s(step)
    settings = Settings.model_validate({"turn_urls": "turn:relay.example.org", "turn_secret": "north"})
    (relay,) = ice_servers(settings, None, machine.clock)(UserId("alice"))
    expires, _ = str(relay.username).split(":")
    assert int(expires) == machine.wall // SECOND + settings.ice.turn_ttl_seconds
