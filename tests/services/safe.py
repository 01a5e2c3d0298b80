"""A house with a vault that a test can look into."""

import random
from collections.abc import AsyncIterator

from deskside.domain.ids import CenterId, FileId
from deskside.domain.sealed import CHUNK_BYTES
from deskside.ports.sealing import FileKey
from tests.fakes.vault import HeldMasterKeys, MemoryBlobs
from tests.services.house import HERE, House

PLAIN = random.Random(1).randbytes(4 * CHUNK_BYTES + 4_321)


class Safe(House):
    """A house with a file in its vault."""

    def __init__(self) -> None:
        super().__init__()
        keeping = self.services.outside.keeping
        assert isinstance(keeping.blobs, MemoryBlobs)
        assert isinstance(keeping.master_keys, HeldMasterKeys)
        self.blobs, self.master_keys = keeping.blobs, keeping.master_keys
        self.vault, self.rotation, self.keyring = (
            self.services.vault,
            self.services.key_rotation,
            self.services.keyring,
        )

    async def kept(self, plain: bytes = PLAIN, center: CenterId = HERE) -> FileKey:
        key = await self.vault.begin(center)
        assert await self.vault.write(center, key, given(plain)) == len(plain)
        return key

    async def read(self, file_id: FileId, start: int = 0, end: int | None = None, center: CenterId = HERE) -> bytes:
        opened = await self.vault.open(center, file_id)
        return b"".join([part async for part in opened.read(start, end)])


async def given(plain: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(plain), 100_000):
        yield plain[at : at + 100_000]
