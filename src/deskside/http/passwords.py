"""Password hashes with argon2id, off the event loop."""

import asyncio
import re
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

AT_ONCE = 2
"""Hashes worked on at the same time: each takes 64 MiB and four threads (RFC 9106 section 4, second recommendation)."""


ESTIMATED = 40
"""Characters of a password that are looked at: its work grows faster than the length, and more is strong anyway."""
SCORE_AT_LEAST = 2
"""zxcvbn's: 10⁶ guesses, what a thousand tries a day for three years come to."""
WORD_AT_LEAST = 3
_WORD = re.compile(r"\w+")


class Argon2Passwords:
    """Implements `deskside.ports.passwords.Passwords`."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher`: other parameters than argon2-cffi's default, which is RFC 9106's low-memory one."""
        self._hasher = hasher or PasswordHasher()
        self._nobodys = _unfitting(self._hasher)
        self._free = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """A hash in PHC string format."""
        async with self._free:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def guessable(self, password: str, about: tuple[str, ...]) -> bool:
        """Whether fewer than 10⁶ guesses lead to it, by zxcvbn's estimate: its lists hold 30,000 common passwords,
        names and words; `about` counts as such words too."""
        async with self._free:
            return await asyncio.to_thread(_guessable, password, about)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether it fits; without a hash the same work is done, so that time does not tell who has an account."""
        async with self._free:
            fits = await asyncio.to_thread(self._fits, password_hash or self._nobodys, password)
        return fits and password_hash is not None

    def _fits(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def _guessable(password: str, about: tuple[str, ...]) -> bool:
    words = [part for text in about for part in (text, *_WORD.findall(text)) if len(part) >= WORD_AT_LEAST]
    estimate = zxcvbn(password[:ESTIMATED], user_inputs=words)
    return int(estimate["score"]) < SCORE_AT_LEAST


def _unfitting(hasher: PasswordHasher) -> str:
    """A hash, in PHC string format, that no password has and that takes as long to compare with as any other.

    It is written, not computed: that would take a tenth of a second of each start of the server.
    """
    salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
