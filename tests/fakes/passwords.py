"""Passwords without the work."""

from deskside.ports.passwords import PasswordsBusy


class PlainPasswords:
    """`Passwords` whose hash can be read; `asked` holds every hash that was compared, None for nobody's."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []
        self.busy = False
        """Whether strangers have to come again later."""

    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    async def guessable(self, password: str, about: tuple[str, ...]) -> bool:
        return len(set(password)) < 4 or any(x and x.casefold() in password.casefold() for x in about)

    async def verify(self, password_hash: str | None, password: str, *, known: bool = False) -> bool:
        if self.busy and not known:
            raise PasswordsBusy(2)
        self.asked.append(password_hash)
        return password_hash == f"hash of {password}"
