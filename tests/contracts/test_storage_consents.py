"""What every storage keeps of consent."""

from dataclasses import replace

import pytest

from deskside.domain.ids import CenterId, Millis
from deskside.domain.recording.texts import Texts, TextVersion
from deskside.ports.storage import Storage
from tests.contracts.room import CENTER, TUTOR, populate

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
