"""Files of recordings, films of these, and how the jobs that make and end them are done."""

from deskside.domain.recording.files import RecordedFile
from deskside.ports.doing import Lane, Work
from deskside.ports.storage import UnitOfWork
from deskside.services.door import Door
from deskside.services.keyring import Keyring
from deskside.services.outside import Outside
from deskside.services.recording.files import EXPIRE, RecordingFiles
from deskside.services.recording.films import COMPOSITE, FilmService
from deskside.services.recording.making import FINISH, PARTS, RecordingMaker
from deskside.services.recording.transcribing import remove_transcript
from deskside.services.vault import VaultService


def files_and_works(
    outside: Outside, door: Door, keyring: Keyring, vault: VaultService
) -> tuple[RecordingFiles, FilmService, dict[str, Work]]:
    """Who answers for them, and works by kind of job."""

    async def words(unit: UnitOfWork, file: RecordedFile) -> None:
        await remove_transcript(unit, file.center_id, file.id, outside.clock.now())

    making, files = RecordingMaker(outside, keyring, vault), RecordingFiles(outside, door, vault, words)
    films = FilmService(outside, door, keyring, vault)
    works = {
        PARTS: Work(making.parts, Lane.ALONG),
        FINISH: Work(making.finish, Lane.SOON),
        EXPIRE: Work(files.expire, Lane.ALONG),
        COMPOSITE: Work(films.film, Lane.SLOW),
    }
    return files, films, works
