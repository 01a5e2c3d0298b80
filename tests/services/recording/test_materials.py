"""What a replay is made of: the files and words that are stored, from the recording's zero on."""

from deskside.domain.ids import CenterId, Millis
from deskside.domain.recording.playable import FileState
from deskside.ports.replays import Material
from deskside.services.recording.materials import StoredMaterials
from tests.services.house import ELSEWHERE, HERE, House
from tests.services.recording.studio import ALICE, TUTOR, Studio


def stored(house: House) -> StoredMaterials:
    return StoredMaterials(house.storage, house.services.transcripts)


async def test_files_are_found_as_far_as_they_are_from_the_zero_on(live: House) -> None:
    assert await stored(live).of_session(HERE, live.session_id) == Material()
    studio, began = Studio(live), Millis(live.clock.now())
    await studio.lesson()
    waiting = await stored(live).of_session(HERE, live.session_id)
    assert waiting == Material(began), "written, and not yet made into files"
    await studio.work()
    found = await stored(live).of_session(HERE, live.session_id)
    assert found.zero == began
    own = {(x.kind, x.person_id) for x in found.files if x.kind in ("person", "screen")}
    assert own == {("person", TUTOR), ("screen", TUTOR), ("person", ALICE)}
    assert all(x.state is FileState.READY and x.plays for x in found.files)
    assert await stored(live).of_session(CenterId(ELSEWHERE), live.session_id) == Material()
