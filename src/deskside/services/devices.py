"""Browsers in which somebody has signed in before. Such a browser is no way in: it is only counted apart when passwords
are guessed, so that guesses from elsewhere keep nobody out.
"""

from deskside.domain.ids import Millis, UserId
from deskside.ports.clock import Clock, Secrets
from deskside.ports.devices import KnownDevice
from deskside.ports.storage import Storage
from deskside.services.attendance import hash_of

YEAR_MS = Millis(365 * 24 * 3_600_000)
"""How long a browser stays known after its person signed in."""


class DeviceService:
    """Secrets leave it once, when they are made; only their hash is kept."""

    def __init__(self, storage: Storage, clock: Clock, secrets: Secrets) -> None:
        self._storage = storage
        self._clock = clock
        self._secrets = secrets

    async def known(self, email: str, secrets: tuple[str, ...]) -> str | None:
        """The hash of the one of `secrets` that is of this account; None if none is."""
        if not secrets:
            return None
        hashes = tuple(hash_of(secret) for secret in secrets)
        async with self._storage.reading() as unit:
            for user in await unit.accounts.users_by_email(email):
                found = await unit.accounts.known_device(user.id, hashes, self._clock.now())
                if found is not None:
                    return found
        return None

    async def remember(self, user_id: UserId) -> str:
        """The secret by which one more browser of this person is known."""
        secret = self._secrets.new_secret()
        async with self._storage.transaction() as unit:
            expires_at = Millis(self._clock.now() + YEAR_MS)
            await unit.accounts.add_device(KnownDevice(hash_of(secret), user_id, expires_at))
        return secret
