"""A login that another process ended takes its sockets and tokens along, and nobody else's."""

from deskside.domain.people import Role
from tests.realtime.house import House, until


async def test_a_login_that_another_process_ended_takes_its_socket_along(house: House) -> None:
    tutor = await house.user("tutor", Role.TEACHER)
    alice, bob = await house.user("alice"), await house.user("bob")
    session = await house.session(tutor, alice, bob)
    page, other = await house.seated(alice, session), await house.seated(bob, session)
    await house.services.ways_in.sweep()
    assert page.connected
    async with house.storage.transaction() as unit:
        await unit.logins.remove(alice.user_id, None)
    await house.services.ways_in.sweep()
    await until(lambda: not page.connected)
    assert page.told[-1][1]["code"] == "signed_out"
    assert other.connected
