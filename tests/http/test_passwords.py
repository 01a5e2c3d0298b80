"""Real password hashes, with little work."""

from typing import Literal

from argon2 import PasswordHasher, extract_parameters

from deskside.http.passwords import Argon2Passwords


async def test_a_password_fits_only_its_own_hash() -> None:
    passwords = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = await passwords.hash("correct horse")
    assert kept.startswith("$argon2id$")
    assert kept != await passwords.hash("correct horse")
    assert await passwords.verify(kept, "correct horse")
    assert not await passwords.verify(kept, "wrong horse")
    assert not await passwords.verify("not a hash", "correct horse")
    assert not await passwords.verify(None, "correct horse")


class Watched(PasswordHasher):
    """Remembers with which hash a password was compared last."""

    compared = ""

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.compared = str(hash)
        return super().verify(hash, password)


async def test_comparing_with_nobodys_hash_is_the_same_work() -> None:
    hasher = Watched(time_cost=1, memory_cost=8, parallelism=1)
    assert not await Argon2Passwords(hasher).verify(None, "correct horse")
    assert extract_parameters(hasher.compared) == extract_parameters(hasher.hash("correct horse"))
