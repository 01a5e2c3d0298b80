"""Which passwords are good enough."""

from deskside.domain.errors import Invalid
from deskside.ports.passwords import Passwords


class WeakPassword(Invalid):
    """A password that somebody else knows or guesses."""

    code = "weak_password"


PASSWORD_AT_LEAST = 10
"""Characters; OWASP ASVS 5.0 6.2.1 asks for 8 or more."""


async def good_hash(passwords: Passwords, password: str, about: tuple[str, ...]) -> str:
    """The hash of a password that a person chose. `about`: their name, email and center, which others know as well.

    Raises WeakPassword for one that is short, common, or easily made of these (ASVS 5.0 6.2.4, 6.2.11).
    """
    if len(password) < PASSWORD_AT_LEAST:
        raise WeakPassword(f"A password has at least {PASSWORD_AT_LEAST} characters.")
    if await passwords.guessable(password, about):
        raise WeakPassword("This password is easily guessed. Take three or four words that do not belong together.")
    return await passwords.hash(password)
