"""What every storage keeps of who was there and for how long."""

from functools import partial

from deskside.domain import lifecycle
from deskside.ports.storage import Storage
from tests.contracts.room import (
    ALICE,
    BOB,
    OTHER_PAGE,
    PAGE,
    TUTOR,
    Room,
    come,
    drop,
    enroll,
    leave,
    populate,
)


async def test_a_stay_counts_only_while_live_and_not_paused(room: Room) -> None:
    await room.happen(3_000, lifecycle.pause)
    assert await room.stays(ALICE) == [(PAGE, 2_000, None, 1_000)]
    await room.happen(7_000, lifecycle.resume)
    await room.happen(7_500, leave(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 7_500, 1_500)]
    assert await room.prior_ms(ALICE) == 1_500


async def test_a_stay_in_a_session_that_has_not_started_lasts_zero(storage: Storage) -> None:
    await populate(storage)
    room = await Room(storage).open()
    await room.happen(500, enroll(ALICE), *come(ALICE))
    await room.happen(900, leave(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 500, 900, 0)]


async def test_a_drop_and_return_of_the_same_page_is_one_stay(room: Room) -> None:
    await room.happen(3_000, drop(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 3_000, 1_000)]
    await room.happen(5_000, come(ALICE)[0])
    assert await room.stays(ALICE) == [(PAGE, 2_000, None, 1_000)]
    await room.happen(6_000, leave(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 6_000, 2_000)]


async def test_who_does_not_return_left_when_the_connection_was_lost(room: Room) -> None:
    await room.happen(3_000, drop(ALICE))
    await room.happen(33_000, leave(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 3_000, 1_000)]
    await room.happen(40_000, *come(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 3_000, 1_000), (PAGE, 40_000, None, 0)]


async def test_a_reload_closes_the_stay_and_joining_opens_another(room: Room) -> None:
    await room.happen(3_000, *come(ALICE, OTHER_PAGE))
    await room.happen(4_500, leave(ALICE, OTHER_PAGE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 3_000, 1_000), (OTHER_PAGE, 3_000, 4_500, 1_500)]
    assert await room.prior_ms(ALICE) == 2_500


async def test_the_end_of_the_session_closes_every_stay(storage: Storage, room: Room) -> None:
    await room.happen(2_500, *come(TUTOR))
    await room.happen(3_000, drop(ALICE))
    await room.happen(4_000, lifecycle.end)
    assert await room.stays(ALICE) == [(PAGE, 2_000, 3_000, 1_000)]
    assert await room.stays(TUTOR) == [(PAGE, 2_500, 4_000, 1_500)]
    async with storage.transaction() as work:
        assert await work.sessions.open_sessions() == ()


async def test_a_removed_student_keeps_their_time_and_can_come_back(storage: Storage, room: Room) -> None:
    await room.happen(5_000, partial(lifecycle.remove, student_id=ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 5_000, 3_000)]
    assert await room.prior_ms(ALICE) == 3_000
    await room.happen(6_000, enroll(ALICE), *come(ALICE))
    await room.happen(7_000, leave(ALICE))
    assert await room.prior_ms(ALICE) == 4_000


async def test_time_of_several_sessions_adds_up(storage: Storage, room: Room) -> None:
    await room.happen(3_000, leave(ALICE))
    other = await Room(storage, "session-124").open()
    await other.happen(10_000, enroll(ALICE), partial(lifecycle.start, video_room_id="room-2"), *come(ALICE))
    await other.happen(14_000, leave(ALICE))
    assert await room.prior_ms(ALICE) == 5_000
    assert await room.prior_ms(BOB) == 0


async def test_a_clock_that_steps_back_makes_nothing_negative(room: Room) -> None:
    await room.happen(1_500, leave(ALICE))
    assert await room.stays(ALICE) == [(PAGE, 2_000, 2_000, 0)]
    assert await room.prior_ms(ALICE) == 0
