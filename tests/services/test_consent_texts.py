"""What a center tells about recording: read by all, written by admins, version by version."""

import pytest

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.center import CenterSettings, ConsentFrom
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import CenterId, UserId
from deskside.domain.people import Role
from deskside.domain.recording.texts import Texts
from deskside.ports.audit import AuditQuery
from deskside.services.consent_texts import ConsentTextService, NewTexts
from tests.services.house import HERE, House

EN, DE = Texts("May we?", "# What"), Texts("Dürfen wir?", "# Was")


def texts_of(house: House) -> ConsentTextService:
    return house.services.consent_texts


async def record(house: House, act: AuditAct) -> list[tuple[str, str]]:
    return [(x.actor_id, x.detail) for x in await house.services.audit.lines(house.admin, AuditQuery(act))]


async def test_the_default_is_read_by_all_and_kept_by_nobodys_reading(planned: House) -> None:
    told = await texts_of(planned).read(HERE)
    assert (told.center.id, told.version.number) == (HERE, 1)
    assert await texts_of(planned).read(HERE, 1) == told
    for center, number in ((HERE, 2), (CenterId("nowhere"), None), (CenterId("nowhere"), 1)):
        with pytest.raises(NotFound):
            await texts_of(planned).read(center, number)
    told_to, (written,) = await texts_of(planned).history(planned.admin)
    assert (told_to.id, written.version, written.maker_name) == (HERE, told.version, "")


async def test_an_admin_writes_a_version_and_the_record_says_so(planned: House) -> None:
    await texts_of(planned).write(planned.admin, NewTexts(EN, DE, 1))
    now = (await texts_of(planned).read(HERE)).version
    assert (now.number, now.en, now.de, now.maker_id) == (2, EN, DE, "admin")
    assert await texts_of(planned).write(planned.admin, NewTexts(EN, DE, 1)) == now, "the same is no new version"
    await texts_of(planned).write(planned.admin, NewTexts(DE, EN, 2))
    _, history = await texts_of(planned).history(planned.admin)
    assert [(x.version.number, x.maker_name) for x in history] == [(3, "Admin"), (2, "Admin"), (1, "")]
    assert (await texts_of(planned).read(HERE, 2)).version == now
    assert await record(planned, AuditAct.CONSENT_TEXT_WRITTEN) == [("admin", "3"), ("admin", "2")]


async def test_of_two_who_write_at_once_the_second_reads_first(planned: House) -> None:
    await texts_of(planned).write(planned.admin, NewTexts(EN, DE, 1))
    with pytest.raises(Conflict, match="Load the page"):
        await texts_of(planned).write(planned.admin, NewTexts(DE, EN, 1))


async def test_who_decides_for_students_stays_whatever_else_is_set(planned: House) -> None:
    for _ in range(2):
        await texts_of(planned).let_decide(planned.admin, ConsentFrom.GUARDIAN)
    await planned.services.centers.change(planned.admin, "New", CenterSettings(open_table=True))
    settings = (await texts_of(planned).read(HERE)).center.settings
    assert (settings.consent_from, settings.open_table) == (ConsentFrom.GUARDIAN, True)
    assert await record(planned, AuditAct.CONSENT_FROM_CHANGED) == [("admin", "guardian")]


async def test_only_admins_write_and_decide(planned: House) -> None:
    for actor in (planned.tutor, planned.alice):
        with pytest.raises(Forbidden):
            await texts_of(planned).history(actor)
        with pytest.raises(Forbidden):
            await texts_of(planned).write(actor, NewTexts(EN, DE, 1))
        with pytest.raises(Forbidden):
            await texts_of(planned).let_decide(actor, ConsentFrom.GUARDIAN)
    stray = Actor(UserId("x"), CenterId("gone"), Role.CENTER_ADMIN, "X")
    with pytest.raises(NotFound):
        await texts_of(planned).write(stray, NewTexts(EN, DE, 1))
