"""Real password hashes, with little work."""

from argon2 import PasswordHasher

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
    assert not await passwords.verify(None, "the password of nobody")
