"""Real password hashes, with little work."""

import asyncio
import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters

from deskside.http.passwords import IN_LINE, Argon2Passwords
from deskside.ports.passwords import PasswordsBusy


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


class Slow(PasswordHasher):
    """Takes until it is told."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.go_on = threading.Event()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.go_on.wait(10)
        return super().verify(hash, password)


async def test_a_flood_waits_in_a_short_line_and_not_before_those_who_are_known() -> None:
    slow = Slow()
    passwords = Argon2Passwords(slow)
    kept = await passwords.hash("correct horse")
    flood = [asyncio.create_task(passwords.verify(None, "guess")) for _ in range(IN_LINE)]
    await asyncio.sleep(0)
    for _ in range(200):
        with pytest.raises(PasswordsBusy):
            await passwords.verify(kept, "correct horse")
    known = asyncio.create_task(passwords.verify(kept, "correct horse", known=True))
    slow.go_on.set()
    assert await known
    assert await asyncio.gather(*flood) == [False] * IN_LINE
    assert await passwords.verify(kept, "correct horse")
