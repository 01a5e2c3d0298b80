"""How the values of settings are spelled: lists of words, ranges of ports, URLs of databases, addresses."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode


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


SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
"""PostgreSQL 33.18."""


def database_url(value: object) -> object:
    """Name the asynchronous driver that the storage layer uses, whatever form the URL is given in. Refuses what the
    driver would stumble over only once it connects."""
    if not isinstance(value, str):
        return value
    scheme, _, rest = value.partition("://")
    drivers = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    named = drivers.get(scheme, scheme)
    if value and named not in drivers.values():
        raise ValueError("a database URL begins with postgresql:// or sqlite:///")
    if not value:
        return value
    if named == drivers["sqlite"]:
        if not rest.startswith("/") or rest == "/":
            raise ValueError("SQLite's URL names a file: sqlite:////absolute/path, or sqlite:///one.of.this.folder")
        return f"{named}://{rest}"
    login, at, tail = rest.rpartition("@")  # anything may stand in a password
    place, mark, asked = tail.partition("?")
    _, colon, port = place.partition("/")[0].rpartition("]")[2].partition(":")
    if colon and not port.isdecimal():
        raise ValueError("the port of a database URL is a number")
    return f"{named}://{login}{at}{place}{mark}{_connection(asked)}"


def _connection(asked: str) -> str:
    """What comes after the question mark, as the driver (asyncpg) has it; libpq's name of the mode of TLS is known."""
    given = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(asked, keep_blank_values=True)]
    if any(name == "ssl" and value not in SSL_MODES for name, value in given):
        raise ValueError(f"sslmode is one of {', '.join(SSL_MODES)}")
    unknown = sorted({name for name, _ in given} - {"ssl", "host", "port"})
    if unknown:
        raise ValueError(f"a database URL may have sslmode, host and port after its ?, and not {', '.join(unknown)}")
    return urlencode(given, safe="/:")


def addresses(words: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse names: the engine tells browsers addresses."""
    return tuple(str(ip_address(word)) for word in words)
