"""Password hashes with argon2id, off the event loop, in two short queues."""

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from deskside.ports.passwords import PasswordsBusy

AT_ONCE = 2
"""Hashes worked on at the same time: each takes 64 MiB and four threads (RFC 9106 section 4, second recommendation)."""
KNOWN_AT_ONCE = 1
"""The same for people in their own browsers, who do not stand behind strangers."""
IN_LINE = 16
"""Hashes waited for in one queue, those being worked on included: about a second on a machine that is not busy."""
RETRY_SECONDS = 2


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
        self._strangers = _Queue(AT_ONCE)
        self._known = _Queue(KNOWN_AT_ONCE)

    async def hash(self, password: str) -> str:
        """A hash in PHC string format; only people who are signed in choose a password."""
        async with self._known.turn():
            return await asyncio.to_thread(self._hasher.hash, password)

    async def guessable(self, password: str, about: tuple[str, ...]) -> bool:
        """Whether fewer than 10⁶ guesses lead to it, by zxcvbn's estimate: its lists hold 30,000 common passwords,
        names and words; `about` counts as such words too."""
        async with self._known.turn():
            return await asyncio.to_thread(_guessable, password, about)

    async def verify(self, password_hash: str | None, password: str, *, known: bool = False) -> bool:
        """Whether it fits; without a hash the same work is done, so that time does not tell who has an account."""
        async with (self._known if known else self._strangers).turn():
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


class _Queue:
    """Some at once, some more in line, and no more: nobody waits long, and a flood takes no memory."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._in_line = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn. Raises PasswordsBusy if the line is full."""
        if self._in_line >= IN_LINE:
            raise PasswordsBusy(RETRY_SECONDS)
        self._in_line += 1
        try:
            async with self._free:
                yield
        finally:
            self._in_line -= 1


def _unfitting(hasher: PasswordHasher) -> str:
    """A hash, in PHC string format, that no password has and that takes as long to compare with as any other.

    It is written, not computed: that would take a tenth of a second of each start of the server.
    """
    salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
