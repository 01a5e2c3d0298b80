"""Sockets over which nobody signs in are few, and give way to those who do."""

from deskside.domain.ids import Millis
from deskside.realtime.handshakes import Handshakes
from tests.realtime.house import House, running, until
from tests.realtime.test_hostile import is_alive, raw
from tests.realtime.test_telling import lesson


def test_one_too_many_of_an_address_ends_the_longest_wait() -> None:
    ended: list[int] = []
    handshakes = Handshakes(by_address=2, in_all=10)
    for number in range(5):
        handshakes.begin("192.0.2.1", lambda number=number: ended.append(number))  # type: ignore[misc]
    other = handshakes.begin("192.0.2.2", lambda: ended.append(99))
    assert ended == [0, 1, 2]
    assert len(handshakes) == 3
    handshakes.finish(other)
    handshakes.finish(other)
    assert len(handshakes) == 2


def test_from_many_addresses_the_longest_wait_of_all_ends() -> None:
    ended: list[int] = []
    handshakes = Handshakes(by_address=2, in_all=3)
    for number in range(5):
        handshakes.begin(f"192.0.2.{number}", lambda number=number: ended.append(number))  # type: ignore[misc]
    assert ended == [0, 1]


def test_a_flood_of_them_is_refused_and_a_browser_that_was_signed_in_is_not() -> None:
    handshakes = Handshakes()
    taken = [handshakes.allows("192.0.2.1", Millis(0), recognised=False) for _ in range(1_000)]
    assert taken.count(True) == 300
    assert handshakes.allows("192.0.2.1", Millis(0), recognised=True)
    assert handshakes.allows("192.0.2.2", Millis(0), recognised=False)
    assert handshakes.allows("192.0.2.1", Millis(1_000), recognised=False)


async def test_a_class_comes_in_beside_hundreds_of_half_open_sockets_of_its_own_address() -> None:
    async with running() as house:
        half_open = [await raw(house) for _ in range(250)]
        _, tutor, alice, _ = await lesson(house)
        await is_alive(tutor)
        await is_alive(alice)
        await until(lambda: sum(each.close_code is not None for each in half_open) >= 250 - 128)
        await is_alive(tutor)
        for each in half_open:
            await each.close()


async def test_who_has_signed_in_is_never_pushed_out(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    half_open = [await raw(house) for _ in range(200)]
    await is_alive(tutor)
    await is_alive(alice)
    for each in half_open:
        await each.close()
