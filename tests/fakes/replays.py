"""Recorded material in memory: what a test puts there."""

from collections.abc import AsyncIterator

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.recording.playable import FileState, Playable
from deskside.ports.replays import Material
from deskside.services.vault import VaultService


class FakeMaterials:
    """`Materials` in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[CenterId, SessionId], Material] = {}

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> Material:
        return self.kept.get((center_id, session_id), Material())


async def sealed(vault: VaultService, center_id: CenterId, file: Playable, content: bytes) -> Playable:
    """The file as it is once it lies in the vault."""

    async def parts() -> AsyncIterator[bytes]:
        yield content

    key = await vault.begin(center_id)
    await vault.write(center_id, key, parts())
    return Playable(
        file.id,
        file.kind,
        file.person_id,
        FileState.READY,
        file.media_type,
        file.duration_ms,
        file.picture,
        key.file_id,
    )


def playable(name: str, kind: str, person_id: UserId | None) -> Playable:
    """A file that is being made."""
    return Playable(name, kind, person_id, FileState.PROCESSING, "video/webm", Millis(60_000), picture=True)
