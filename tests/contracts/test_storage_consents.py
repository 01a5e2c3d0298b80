"""What every storage keeps of consent."""

from dataclasses import replace

import pytest

from deskside.domain.consent import ConsentKind
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.recording.standing import GivenBy, Said
from deskside.domain.recording.texts import Language, Texts, TextVersion
from deskside.ports.consents import ConsentRow, GuardianLink
from deskside.ports.storage import Storage
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, populate

OTHER = CenterId("center-2")
FIRST = TextVersion(1, Texts("May we?", "# What\nIt."), Texts("Dürfen wir?", "# Was\nDas."), 90)
SECOND = replace(FIRST, number=2, en=Texts("May we now?", "# What"), made_at=Millis(5_000), maker_id=TUTOR)


@pytest.fixture(autouse=True)
async def two_centers(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)


async def test_versions_of_texts_are_of_one_center_and_stay_as_they_are(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.consents.newest_text(CENTER) is None
        assert await work.consents.add_text(CENTER, FIRST)
        assert await work.consents.add_text(CENTER, SECOND)
        assert not await work.consents.add_text(CENTER, replace(FIRST, retention_days=1))
    async with storage.reading() as work:
        assert await work.consents.texts(CENTER) == (SECOND, FIRST)
        assert await work.consents.newest_text(CENTER) == SECOND
        assert await work.consents.text(CENTER, 1) == FIRST
        assert await work.consents.text(CENTER, 3) is None
        assert await work.consents.text(OTHER, 1) is None
        assert await work.consents.texts(OTHER) == ()


def row(person: UserId, *kinds: ConsentKind, version: int = 1, by: GivenBy = GivenBy.SELF) -> ConsentRow:
    name, session = ("Ada Chen", None) if by is GivenBy.GUARDIAN else (None, SessionId("s"))
    return ConsentRow(CENTER, person, Said(kinds, version, by), Language.DE, Millis(7_000), session, name)


async def test_what_was_said_stays_in_its_order_and_to_a_text_that_is_kept(storage: Storage) -> None:
    said = (
        row(ALICE, ConsentKind.BOARD, ConsentKind.SOUND),
        row(ALICE, by=GivenBy.GUARDIAN),
        row(ALICE, ConsentKind.PICTURE),
    )
    async with storage.transaction() as work:
        await work.consents.add_text(CENTER, FIRST)
        for each in (*said[:2], row(BOB, ConsentKind.SOUND), said[2]):
            await work.consents.add(each)
    async with storage.reading() as work:
        assert await work.consents.of_person(CENTER, ALICE) == said
        assert await work.consents.of_person(OTHER, ALICE) == ()
    with pytest.raises(Exception, match=r"(?i)foreign|nobody"):
        async with storage.transaction() as work:
            await work.consents.add(row(ALICE, ConsentKind.SOUND, version=9))


LINK = GuardianLink("hash-1", CENTER, ALICE, TUTOR, Millis(1_000), Millis(9_000))


async def test_a_guardians_link_is_of_one_student_until_it_ends(storage: Storage) -> None:
    new, bobs = replace(LINK, secret_hash="hash-2"), replace(LINK, secret_hash="hash-3", student_id=BOB)
    async with storage.transaction() as work:
        for link in (LINK, new, bobs):
            await work.consents.add_guardian_link(link)
        assert await work.consents.guardian_link("hash-1", Millis(5_000)) is None
        assert await work.consents.guardian_link("hash-2", Millis(5_000)) == new
        assert await work.consents.guardian_link_of(ALICE, Millis(5_000)) == new
        for at in (9_000, 10_000):
            assert await work.consents.guardian_link("hash-2", Millis(at)) is None
            assert await work.consents.guardian_link_of(ALICE, Millis(at)) is None
        assert await work.consents.remove_guardian_links(ALICE)
        assert not await work.consents.remove_guardian_links(ALICE)
        assert await work.consents.guardian_link("hash-2", Millis(5_000)) is None
        await work.accounts.disable_user(CENTER, BOB)
        assert await work.consents.guardian_link("hash-3", Millis(5_000)) is None
        assert await work.consents.guardian_link("unknown", Millis(5_000)) is None
