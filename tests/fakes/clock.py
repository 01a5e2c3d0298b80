"""Time that stands still until a test moves it, and secrets that can be told from each other."""

from deskside.domain.ids import Millis


class HeldClock:
    """A `Clock` whose hands the test moves."""

    def __init__(self, now: int = 1_760_000_000_000) -> None:
        self._now = now
        self.settled = 0
        """How often it was allowed to follow the wall clock at once."""

    def now(self) -> Millis:
        return Millis(self._now)

    def settle(self) -> None:
        self.settled += 1

    def not_before(self, *recorded: Millis) -> None:
        self._now = max((self._now, *recorded))

    def pass_ms(self, duration: int) -> None:
        """Let time go by."""
        self._now += duration


class CountedSecrets:
    """`Secrets` that never repeat and that every run of a test gets again."""

    def __init__(self) -> None:
        self._made = 0
        self.ids: list[str] = []
        """Every identifier that was made."""

    def new_id(self) -> str:
        self._made += 1
        self.ids.append(f"00000000-0000-4000-8000-{self._made:012x}")
        return self.ids[-1]

    def new_secret(self) -> str:
        self._made += 1
        return f"secret-{self._made:024x}"
