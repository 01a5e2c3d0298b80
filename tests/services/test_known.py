"""Links that are looked at, and browsers that are known."""

from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.storage import Center, User
from deskside.services.devices import YEAR_MS, DeviceService
from deskside.services.links import LinkService
from deskside.services.ways_in import Ended
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.storage import FakeStorage

TUTOR = User(UserId("tutor"), CenterId("here"), Role.TEACHER, "Ms Rivera", "rivera@here.test")


async def _nobody(_: Ended) -> None:
    """Whoever closes what hung on ended logins."""


async def _storage() -> FakeStorage:
    storage = FakeStorage()
    async with storage.transaction() as unit:
        await unit.accounts.add_center(Center(TUTOR.center_id, "Here"))
        await unit.accounts.add_user(TUTOR)
    return storage


async def test_a_link_can_be_looked_at_without_being_used_up() -> None:
    storage, clock = await _storage(), HeldClock()
    links = LinkService(storage, clock, CountedSecrets(), _nobody)
    made = await links.issue_link(TUTOR, Millis(1000), single_use=True)
    for _ in range(2):
        opened = await links.look(made.secret)
        assert opened is not None
        assert (opened.secret, opened.user, opened.actor.user_id) == (made.secret, TUTOR, TUTOR.id)
    clock.pass_ms(1000)
    assert await links.look(made.secret) is None


async def test_a_browser_is_known_for_a_year_by_the_email_of_its_person() -> None:
    storage, clock = await _storage(), HeldClock()
    devices = DeviceService(storage, clock, CountedSecrets())
    secret = await devices.remember(TUTOR.id)
    assert await devices.known(" Rivera@here.test", ("another", secret)) is not None
    assert await devices.known("rivera@here.test", ("another",)) is None
    assert await devices.known("rivera@here.test", ()) is None
    assert await devices.known("nobody@here.test", (secret,)) is None
    clock.pass_ms(YEAR_MS)
    assert await devices.known("rivera@here.test", (secret,)) is None
