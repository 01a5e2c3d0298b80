"""After an erasure nothing of the person is left in a database: every row of every table, and of SQLite every byte."""

from pathlib import Path
from typing import cast

from sqlalchemy import Connection, select
from structlog.testing import capture_logs

from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import HelpId, MessageId, Millis, UserId
from deskside.domain.modes import Urgency
from deskside.domain.people import Role
from deskside.ports.boards import Picture, Place, Revision
from deskside.ports.history import StudentNote
from deskside.ports.storage import User
from deskside.services.attendance import actor_of
from deskside.services.boards.packing import pack
from deskside.services.lanes import HelpCall
from deskside.services.signed_in import Browser
from deskside.services.talk import Words
from deskside.storage.database import Database
from deskside.storage.tables import metadata
from deskside.storage.unit_of_work import SqlUnitOfWork
from tests.domain.boards.drawings import element
from tests.services.house import EXERCISE, HERE, HeldStorage, House

MARK = "Qvxzlp"
SESSIONS = 6


async def marked(house: House) -> None:
    """A student with a mark in every field of everything, in some sessions; others beside them."""
    it = UserId("marked")
    user = User(it, HERE, Role.STUDENT, f"{MARK} Name", grade_level=f"{MARK} 7", course_level=f"{MARK} Algebra")
    async with house.storage.transaction() as unit:
        await unit.accounts.add_user(user)
        await unit.history.put_note(HERE, StudentNote(it, house.tutor.user_id, "Tutor", f"{MARK} is slow", Millis(5)))
    link = await house.services.links.make_link(house.admin, it)
    await house.services.accounts.follow_link(link.secret, browser=Browser(device=f"{MARK} phone"))
    who = actor_of(user)
    for number in range(SESSIONS):
        house.clock.pass_ms(1_000)
        planned = await house.sessions.create(house.tutor, house.new(students=("alice", it)))
        house.session_id = planned.id
        await house.sessions.start(house.tutor, planned.id)
        for actor in (house.tutor, house.alice, who):
            await house.enter(actor, f"page-{actor.user_id}-{number}")
        await _work(house, who.user_id, number)
        await house.sessions.end(house.tutor, planned.id)
        for actor in (house.tutor, house.alice, who):
            page = (await house.person(actor)).page
            if page is not None:
                await house.attendance.leave(actor, planned.id, page)


async def _work(house: House, it: UserId, number: int) -> None:
    session, who = house.session_id, next(x for x in (await house.session()).lanes if x.person.user_id == it)
    assert MARK in who.person.name
    actor = actor_of(User(it, HERE, Role.STUDENT, who.person.name))
    await house.work.assign(house.tutor, session, it, EXERCISE)
    await house.lanes.ask_help(actor, session, HelpCall(HelpId(f"h{number}"), Urgency.HIGH, f"{MARK} help " * 20))
    for count in range(30):
        words = Words(MessageId(f"m{number}-{count}"), f"{MARK} says {'x' * 200}")
        await house.talk.message(actor, session, it, words)
    answer = Words(MessageId(f"t{number}"), f"Well done, {MARK}")
    await house.talk.message(house.tutor, session, it, answer)
    place = Place(HERE, session, BoardId(it))
    async with house.storage.transaction() as unit:
        await unit.boards.add_revision(place, Revision(1, 0, Millis(5), True, pack((element("a"),))))
        await unit.boards.add_picture(place, Picture("p", "image/png", MARK.encode() * 2_000))


def _every_row(connection: Connection) -> str:
    return repr([tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))])


async def rows(house: House) -> str:
    async with house.storage.reading() as unit:
        return await cast(SqlUnitOfWork, unit).audit._run(_every_row)


def names_with_it(database_url: str) -> set[str]:
    """Of the database's files, those in which the mark stands."""
    file = Path(database_url.removeprefix("sqlite:///"))
    return {x.name for x in file.parent.glob(f"{file.name}*") if MARK.encode() in x.read_bytes()}


async def test_no_row_and_no_byte_is_left(database_url: str) -> None:
    database = Database(database_url)
    house = await House(storage=cast(HeldStorage, database.storage())).open()
    with capture_logs() as logged:
        await marked(house)
        before = await rows(house)
        assert before.count(MARK) > 200
        assert not database_url.startswith("sqlite") or names_with_it(database_url)
        erasures = house.services.rights.erasures
        await erasures.erase(house.admin, UserId("marked"), f"{MARK} name")
        await erasures.settle()
        found = await erasures.certificate(house.admin, UserId("marked"))
    assert found.done_at is not None, logged[-1]
    assert found.counts["sessions"] == SESSIONS
    assert MARK.casefold() not in (await rows(house)).casefold()
    assert MARK not in repr(logged)
    if database_url.startswith("sqlite"):
        assert names_with_it(database_url) == set()
    await database.close()
    assert MARK not in repr(house.door.known())
