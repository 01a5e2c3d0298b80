"""Everything that can be set, and the only reader of the environment (variables DESKSIDE_…).

Knows nothing of the layers that use it: `deskside.app` passes values on. `docs/settings.md` is generated from here.
"""

import os
import shutil
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from deskside.domain.site import why_no_site
from deskside.ice import IceConfig
from deskside.relay import urls
from deskside.speech import Speech
from deskside.spellings import PortRange, addresses, port_range, words
from deskside.spellings import database_url as read_database_url
from deskside.video_storage import VideoStorage


def _cache_default() -> Path:
    """Where scripts/engine.sh puts the engine: the same rule as there."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskside"


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(words)]


class Settings(VideoStorage, Speech, BaseSettings):
    """Values from keyword arguments, else from DESKSIDE_… variables, else the defaults below."""

    model_config = SettingsConfigDict(
        env_prefix="DESKSIDE_", frozen=True, extra="forbid", env_ignore_empty=True, populate_by_name=True
    )

    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on; 0.0.0.0 for every network of the machine, :: for those of IPv6 as well. "
        "They are also the default once there is a public address (of IPv6).",
    )
    port: int = Field(default=8000, ge=1, le=65535, description="TCP port of pages, API and socket.")
    base_url: str = Field(
        default="",
        description="Where browsers find Deskside, without a path; links are made with it. Set it behind a reverse "
        "proxy. Empty: made from the public address or host, the port and whether there is TLS.",
    )
    trusted_proxies: Words = Field(
        default=("127.0.0.1",),
        description="Addresses of reverse proxies whose X-Forwarded-For and -Proto are believed.",
    )
    database_url: Annotated[str, BeforeValidator(read_database_url)] = Field(
        default="",
        repr=False,
        description="postgresql://user:password@host/name or sqlite:///file. Empty: deskside.db in var.",
    )
    var_dir: Path = Field(
        default=Path("var"), description="Folder of everything that is kept: database, engine, certificate."
    )
    cache: Path = Field(default_factory=_cache_default, description="Folder where the media engine is installed.")

    engine: Literal["embedded", "none"] = Field(
        default="embedded", description="What carries media: the embedded engine, or none (sessions without video)."
    )
    janus: Path | None = Field(
        default=None, description="The engine's program. Empty: the one in the cache, else the one on the PATH."
    )
    board_mb_per_session: int = Field(
        default=64, ge=16, description="Megabytes for the boards of a session; beyond, their past becomes coarser."
    )
    board_mb_per_center: int = Field(default=20_000, ge=100, description="The same for a center.")
    public_address: Annotated[Words, AfterValidator(addresses)] = Field(
        default=(),
        description="IP addresses at which browsers reach this machine, when not only from itself: the address in the "
        "LAN, or the public one of a cloud machine behind 1:1 NAT.",
    )
    rtp_port_range: Annotated[PortRange, NoDecode, BeforeValidator(port_range)] = Field(
        default=PortRange(20000, 20999), description="UDP ports for media; two for each person in a session."
    )
    stun_urls: Words = Field(
        default=(), description="STUN servers told to browsers, such as stun:stun.example.org:3478."
    )
    turn: Literal["external", "embedded"] = Field(
        default="external",
        description="Relay for networks that block UDP: external, the servers of DESKSIDE_TURN_URLS if any; or "
        "embedded, coturn beside this server, which reaches nothing but the engine.",
    )
    turn_port: int = Field(default=3478, ge=1, le=65535, description="UDP and TCP port of the embedded relay.")
    turn_tls_port: int = Field(
        default=5349,
        ge=1,
        le=65535,
        description="TCP port of the embedded relay for TLS; 443 gets through where nothing else does.",
    )
    turn_cert: Path | None = Field(
        default=None,
        description="Certificate file (PEM, with its chain) of the embedded relay. Empty: the server's own. Without "
        "any there is no TLS.",
    )
    turn_key: Path | None = Field(default=None, description="Private key file (PEM) of that certificate.")
    turn_listen: Annotated[Words, AfterValidator(addresses)] = Field(
        default=(), description="IP addresses that the embedded relay listens on. Empty: all of this machine."
    )
    turn_media_port_range: Annotated[PortRange, NoDecode, BeforeValidator(port_range)] = Field(
        default=PortRange(21000, 23999),
        description="UDP ports that the embedded relay sends to the engine from, inside this machine; one for each "
        "connection of each person's networks.",
    )
    turnserver: Path | None = Field(
        default=None, description="The embedded relay's program (coturn). Empty: turnserver on the PATH."
    )
    turn_urls: Words = Field(
        default=(),
        description="TURN servers told to browsers, such as turn:turn.example.org:3478. Empty with the embedded "
        "relay: made from the server's name and the ports.",
    )
    turn_username: str | None = Field(default=None, description="Fixed user of the TURN servers.")
    turn_credential: SecretStr | None = Field(default=None, description="Password of that user.")
    turn_secret: SecretStr | None = Field(
        default=None,
        description="Secret shared with the TURN servers: each person gets a credential that expires (TURN REST).",
    )
    turn_ttl_seconds: int = Field(
        default=600,
        ge=600,
        description="How long such a credential is good for, in seconds; pages in a session get new ones in time.",
    )

    tls_cert: Path | None = Field(default=None, description="Certificate file (PEM, with its chain).")
    tls_key: Path | None = Field(default=None, description="Private key file (PEM) of the certificate.")
    tls_self_signed: bool = Field(
        default=False,
        description="Make a certificate for a trial in a LAN; each browser warns once. Not for production.",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="What is logged.")
    log_json: bool = Field(default=False, description="Log one JSON object a line instead of text for people.")
    api_docs: bool = Field(default=False, description="Serve the OpenAPI pages at /api/docs (for development).")

    @model_validator(mode="before")
    @classmethod
    def _listen_where_asked(cls, given: dict[str, object]) -> dict[str, object]:
        """Whoever names a public address wants to be reached there; `::` takes IPv4 as well."""
        named = given.get("public_address")
        return {"host": "::" if ":" in str(named) else "0.0.0.0", **given} if named else given

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Refuse halves of pairs and contradictions, with what would be accepted."""
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key go together: set both or none")
        if self.tls_cert and self.tls_self_signed:
            raise ValueError("tls_self_signed replaces tls_cert and tls_key: set one or the other")
        self._turn_hangs_together()
        wrong = why_no_site(self.base_url) if self.base_url else None
        if wrong:
            raise ValueError(f"base_url ({self.base_url}): {wrong}")
        return self

    def _turn_hangs_together(self) -> None:
        login = self.turn_secret or (self.turn_username and self.turn_credential)
        if self.turn == "external" and self.turn_urls and not login:
            raise ValueError("turn_urls need turn_secret, or turn_username and turn_credential")
        if self.turn == "embedded" and (self.turn_secret or self.turn_username or self.turn_credential):
            raise ValueError(
                "turn=embedded makes its own secret: leave turn_secret, turn_username, turn_credential out"
            )
        if (self.turn_cert is None) != (self.turn_key is None):
            raise ValueError("turn_cert and turn_key go together: set both or none")
        if self.turn == "embedded" and self.turn_port == self.turn_tls_port:
            raise ValueError("turn_port and turn_tls_port are two: the relay has one for each")
        if self.turn == "embedded" and not self.turn_listen and self.port in (self.turn_port, self.turn_tls_port):
            raise ValueError(
                "the relay cannot share the page's port, unless turn_listen gives it an address of its own"
            )
        for url in self.turn_urls:
            urls.read(url)

    @property
    def tls(self) -> bool:
        """Whether the server itself speaks TLS (a reverse proxy may do so without)."""
        return self.tls_cert is not None or self.tls_self_signed

    @cached_property
    def url(self) -> str:
        """Where browsers find Deskside, without a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/")
        scheme, usual = ("https", 443) if self.tls else ("http", 80)
        everywhere = self.host in ("0.0.0.0", "::", "127.0.0.1", "::1")
        name = (self.public_address[0] if self.public_address else "localhost") if everywhere else self.host
        name = f"[{name}]" if ":" in name else name
        return f"{scheme}://{name}" if self.port == usual else f"{scheme}://{name}:{self.port}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for TLS only: always, unless browsers come by plain http."""
        return self.url.startswith("https://")

    @property
    def database(self) -> str:
        """The database's URL, with its asynchronous driver."""
        return self.database_url or f"sqlite+aiosqlite:///{self.var_dir / 'deskside.db'}"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where something is kept on this machine: var, and SQLite's file where that is elsewhere."""
        scheme, _, file = self.database.partition(":///")
        return (self.var_dir, Path(file).parent) if scheme.startswith("sqlite") else (self.var_dir,)

    @property
    def told_turn_urls(self) -> tuple[str, ...]:
        """TURN servers for browsers: those set, else each way to the embedded relay, TLS where it has a certificate."""
        if self.turn_urls or self.turn == "external":
            return self.turn_urls
        with_tls = self.turn_cert is not None or self.tls
        host = urlsplit(self.url).hostname or "localhost"
        return urls.ways(host, self.turn_port, self.turn_tls_port if with_tls else None)

    @property
    def ice(self) -> IceConfig:
        """STUN and TURN for browsers. The secret of an embedded relay is its own, and not in here."""
        return IceConfig(
            stun_urls=self.stun_urls,
            turn_urls=self.told_turn_urls,
            turn_username=self.turn_username,
            turn_credential=self.turn_credential.get_secret_value() if self.turn_credential else None,
            turn_secret=self.turn_secret.get_secret_value() if self.turn_secret else None,
            turn_ttl_seconds=self.turn_ttl_seconds,
        )

    def find_turnserver(self) -> Path | None:
        """The embedded relay's program: as set, else on the PATH. None: not installed."""
        if self.turnserver is not None:
            return self.turnserver if self.turnserver.is_file() else None
        packaged = shutil.which("turnserver")
        return Path(packaged) if packaged else None

    def find_janus(self) -> Path | None:
        """The engine's program: as set, else in the cache, else on the PATH. None: not installed."""
        if self.janus is not None:
            return self.janus if self.janus.is_file() else None
        cached = self.cache / "janus" / "bin" / "janus"
        if cached.is_file():
            return cached
        packaged = shutil.which("janus")
        return Path(packaged) if packaged else None
