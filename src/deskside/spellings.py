"""How the values of settings are spelled: lists of words, ranges of ports, URLs of databases, addresses."""

from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class PortRange:
    """UDP ports from `first` to `last`, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    def __len__(self) -> int:
        return self.last - self.first + 1


def words(value: object) -> object:
    """Split "a, b c" into its words; anything but a string is left for pydantic to judge."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def port_range(value: object) -> object:
    """Read "20000-20999"."""
    if not isinstance(value, str):
        return value
    first, dash, last = value.partition("-")
    if not (dash and first.strip().isdecimal() and last.strip().isdecimal()):
        raise ValueError('a port range looks like "20000-20999"')
    ports = PortRange(int(first), int(last))
    if not 1024 <= ports.first < ports.last <= 65535:
        raise ValueError("a port range lies within 1024-65535, the lower port first")
    return ports


def database_url(value: object) -> object:
    """Name the asynchronous driver that the storage layer uses, whatever form the URL is given in."""
    if not isinstance(value, str):
        return value
    scheme, _, rest = value.partition("://")
    drivers = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    named = drivers.get(scheme, scheme)
    if value and named not in drivers.values():
        raise ValueError("a database URL begins with postgresql:// or sqlite:///")
    return f"{named}://{rest}" if value else value


def addresses(words: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse names: the engine tells browsers addresses."""
    return tuple(str(ip_address(word)) for word in words)
