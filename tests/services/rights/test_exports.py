"""A copy of everything that is kept of one person: whole, for admins, and with nobody else in it."""

import io
import json
import random
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.boards.scene import BoardId
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import HelpId, MessageId, Millis, UserId
from deskside.domain.modes import Urgency
from deskside.domain.session import Session
from deskside.ports.audit import AuditQuery, AuditRow
from deskside.ports.boards import Picture, Place, Revision
from deskside.ports.history import StudentNote
from deskside.ports.rights import Erasure
from deskside.services.boards.packing import pack
from deskside.services.lanes import HelpCall
from deskside.services.rights.exports import KEPT_MS
from deskside.services.rights.own import own_session
from deskside.services.talk import Words
from tests.domain.acts import STUDENTS, lesson, live, new_session
from tests.domain.boards.drawings import element
from tests.services.house import EXERCISE, HERE, House


async def exported(house: House, who: Actor) -> zipfile.ZipFile:
    export = await house.services.rights.exports.ask(house.admin, who.user_id)
    await house.services.rights.exports.settle()
    opened = await house.services.rights.exports.open(house.admin, who.user_id, export.id)
    content = b"".join([part async for part in opened.read()])
    assert len(content) == opened.size
    return zipfile.ZipFile(io.BytesIO(content))


async def worked(house: House, who: Actor, word: str) -> None:
    """Something of this student everywhere."""
    it, place = house.session_id, Place(HERE, house.session_id, BoardId(who.user_id))
    await house.work.assign(house.tutor, it, who.user_id, EXERCISE)
    await house.lanes.ask_help(who, it, HelpCall(HelpId(f"h-{who.user_id}"), Urgency.HIGH, f"{word} help"))
    await house.talk.message(who, it, who.user_id, Words(MessageId(f"m-{who.user_id}"), f"{word} message"))
    async with house.storage.transaction() as unit:
        await unit.boards.add_revision(place, Revision(1, 0, Millis(5), True, pack((element(f"{word}-stroke"),))))
        await unit.boards.add_picture(place, Picture(f"{word}-picture", "image/png", word.encode()))
        await unit.history.put_note(
            HERE, StudentNote(who.user_id, UserId("tutor"), "Tutor", f"{word} <b>note", Millis(5))
        )


async def test_everything_of_a_student_is_in_it_and_nothing_of_another(live: House) -> None:
    for who, word in ((live.alice, "mine"), (live.bob, "theirs")):
        await worked(live, who, word)
    found = await exported(live, live.alice)
    assert found.testzip() is None
    assert sorted(found.namelist()) == [
        "boards/0001-01.png",
        "boards/0001.json",
        "index.html",
        "notes.json",
        "profile.json",
        "record.json",
        "sessions/0001.json",
    ]
    everything = b"".join(found.read(x) for x in found.namelist())
    for mine in (b"mine help", b"mine message", b"mine-stroke", b"mine <b>note", b"Alice", b"Math", b"Tutor"):
        assert mine in everything
    for other in (b"theirs", b"Bob", b"bob", b"Carol", b"carol"):
        assert other not in everything
    page = found.read("index.html").decode()
    assert "mine &lt;b&gt;note" in page
    assert "<script" not in page
    assert "http" not in page
    session = json.loads(found.read("sessions/0001.json"))
    assert [x["text"] for x in session["messages"]] == ["mine message"]
    assert len(session["attendance"]) == 1


@settings(max_examples=60)
@given(st.integers(0, 2**48), st.sampled_from(STUDENTS))
def test_of_any_lesson_nothing_of_another_student_is_told(seed: int, who: UserId) -> None:
    rng = random.Random(seed)
    changes = lesson(rng, 80, live_table(rng))
    log = tuple(recorded for _, recorded, _ in changes)
    session = changes[-1][2] if changes else new_session()
    told = repr(own_session(session, log, (), who).shown()).casefold()
    for other in STUDENTS:
        assert other == who or other not in told


def live_table(rng: random.Random) -> Session:
    """Perhaps with an open table."""
    session = live(new_session(), *STUDENTS)
    return replace(session, open_table=rng.random() < 0.5)


async def test_only_admins_of_the_center_ask_and_fetch_and_both_is_on_record(live: House) -> None:
    exports = live.services.rights.exports
    for other in (live.tutor, live.alice):
        with pytest.raises(Forbidden):
            await exports.ask(other, live.alice.user_id)
    foreign = live.foreigners[1]
    with pytest.raises(NotFound):
        await exports.ask(foreign, live.alice.user_id)
    await exported(live, live.alice)
    made = (await exports.listed(live.admin, live.alice.user_id))[0]
    for actor, person in ((foreign, live.alice.user_id), (live.admin, live.bob.user_id)):
        with pytest.raises(NotFound):
            await exports.open(actor, person, made.id)
    lines = await live.services.audit.lines(live.admin, AuditQuery(AuditAct.PERSON_EXPORTED))
    assert [(x.detail, x.target_id) for x in lines] == [("fetched", "alice"), ("asked", "alice")]


async def test_one_at_a_time_is_put_together_and_what_a_killed_server_left_is_done_anew(live: House) -> None:
    exports = live.services.rights.exports
    first = await exports.ask(live.admin, live.alice.user_id)
    assert await exports.ask(live.admin, live.alice.user_id) == first
    with pytest.raises(NotFound):
        await exports.open(live.admin, live.alice.user_id, first.id)
    await exports.settle()
    live.clock.pass_ms(1)
    second = await exports.ask(live.admin, live.alice.user_id)
    assert second.id != first.id
    for task in list(exports._making.values()):
        task.cancel()
    await exports.settle()
    assert [x.size is None for x in await exports.listed(live.admin, live.alice.user_id)] == [True, False]
    await exports.sweep()
    await exports.settle()
    assert [x.size is None for x in await exports.listed(live.admin, live.alice.user_id)] == [False, False]


async def test_an_export_is_gone_after_a_week(live: House) -> None:
    exports = live.services.rights.exports
    await exported(live, live.alice)
    made = (await exports.listed(live.admin, live.alice.user_id))[0]
    live.clock.pass_ms(KEPT_MS)
    with pytest.raises(NotFound):
        await exports.open(live.admin, live.alice.user_id, made.id)
    await exports.sweep()
    assert await exports.listed(live.admin, live.alice.user_id) == ()
    with pytest.raises(NotFound):
        await live.services.vault.open(HERE, made.file_id)


async def test_why_an_export_failed_is_told_and_the_next_one_is_another(live: House) -> None:
    exports = live.services.rights.exports
    export = await exports.ask(live.admin, live.alice.user_id)
    await live.services.vault.shred(HERE, (export.file_id,))
    await exports.settle()
    failed = (await exports.listed(live.admin, live.alice.user_id))[0]
    assert failed.failed == "There is no such file."
    assert (await exports.ask(live.admin, live.alice.user_id)).id != export.id
    await exports.remove(HERE, await exports.listed(live.admin, live.alice.user_id))
    await exports.settle()


async def test_staff_get_their_sessions_and_nothing_that_students_did(live: House) -> None:
    await worked(live, live.alice, "theirs")
    row = AuditRow(HERE, Millis(5), live.tutor.user_id, AuditAct.CONTENT_READ, live.alice.user_id, live.session_id)
    async with live.storage.transaction() as unit:
        await unit.audit.add(*[row] * 101)
    found = await exported(live, live.tutor)
    everything = b"".join(found.read(x) for x in found.namelist())
    assert b"Math" in everything
    assert len(json.loads(found.read("record.json"))) == 102
    for word in (b"theirs", b"Alice", b"alice"):
        assert word not in everything


async def test_nothing_is_exported_of_whoever_was_erased(live: House) -> None:
    async with live.storage.transaction() as unit:
        await unit.rights.put_erasure(Erasure(HERE, live.alice.user_id, live.admin.user_id, Millis(5)))
    with pytest.raises(Conflict):
        await live.services.rights.exports.ask(live.admin, live.alice.user_id)
