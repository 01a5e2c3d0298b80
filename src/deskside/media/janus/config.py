"""What the embedded engine is set to, and the private Janus configuration that is generated from it for one run."""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deskside.domain.ids import UserId
from deskside.ports.media import IceServer

VIDEOROOM = "libjanus_videoroom.so"
WEBSOCKETS = "libjanus_websockets.so"

KEEPALIVE_SECONDS = 10
"""Far below RECLAIM_SECONDS: Janus counts them from the last request, not from the loss of the socket."""
RECLAIM_SECONDS = 120
"""How long sessions, and so the picture, outlive this process."""


@dataclass(frozen=True, slots=True)
class JanusSettings:
    """Settings of the embedded engine; `deskside.settings` fills them in."""

    binary: Path
    """`bin/janus` of an installation; its plugins are in `lib/janus` beside `bin`."""
    run_dir: Path
    """Private directory for configuration, log and state; made if missing."""
    public_addresses: tuple[str, ...] = ()
    """Addresses that browsers reach this machine by (1:1 NAT), announced beside the machine's own."""
    rtp_port_range: tuple[int, int] | None = None
    """First and last UDP port for media; two connections per person, one port each. None: any."""
    stun_server: tuple[str, int] | None = None
    """Host and port, for the engine itself."""
    ice_servers: Callable[[UserId], tuple[IceServer, ...]] = lambda _person: ()
    """STUN and TURN for one person's browser; their credentials may expire, so each grant asks anew."""
    loop_late_seconds: Callable[[float], float] = lambda _seconds: 0.0
    """How late our own event loop was at worst within the last so many seconds; 0: on time. An engine's silence counts
    only while we could have heard an answer."""
    event_loops: int = field(default_factory=lambda: os.cpu_count() or 1)
    """Threads that forward media. One per core costs a third less than one per connection (measured)."""
    user: str = "nobody"
    """Who the engine runs as when this process is root."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to talk to one running Janus: loopback ports and secrets that are new with each run."""

    api_port: int
    admin_port: int
    api_secret: str = field(repr=False)
    admin_secret: str = field(repr=False)
    admin_key: str = field(repr=False)
    """Needed to create rooms."""

    @property
    def api_url(self) -> str:
        return f"ws://127.0.0.1:{self.api_port}"

    @property
    def admin_url(self) -> str:
        return f"ws://127.0.0.1:{self.admin_port}"


def new_access() -> Access:
    """Two free loopback ports and fresh secrets."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        ports = first.getsockname()[1], second.getsockname()[1]
    return Access(ports[0], ports[1], secrets.token_hex(16), secrets.token_hex(16), secrets.token_hex(16))


def config_files(settings: JanusSettings, access: Access, folder: str, prefix: str) -> dict[str, str]:
    """File names and contents, in libconfig syntax. `folder` and `prefix` are paths as the engine sees them."""
    library = settings.binary.parent.parent / "lib" / "janus"
    return {
        "janus.jcfg": "\n".join(
            [
                "general: {",
                f'  configs_folder = "{folder}"',
                f'  plugins_folder = "{prefix}/lib/janus/plugins"',
                f'  transports_folder = "{prefix}/lib/janus/transports"',
                f'  events_folder = "{prefix}/lib/janus/events"',
                f'  loggers_folder = "{prefix}/lib/janus/loggers"',
                "  debug_level = 3",
                "  debug_colors = false",
                "  debug_timestamps = true",
                f'  api_secret = "{access.api_secret}"',
                f'  admin_secret = "{access.admin_secret}"',
                "  session_timeout = 60",
                f"  reclaim_session_timeout = {RECLAIM_SECONDS}",
                f"  event_loops = {settings.event_loops}",
                "  hide_dependencies = true",
                "}",
                *_media(settings),
                *_nat(settings),
                _only("plugins", library, VIDEOROOM),
                _only("transports", library, WEBSOCKETS),
                _only("events", library, None),
                "",
            ]
        ),
        # Never ws_unix: on a clean stop Janus unlinks freed memory as a path.
        "janus.transport.websockets.jcfg": f"""\
general: {{ json = "compact" ws = true ws_ip = "127.0.0.1" ws_port = {access.api_port} wss = false }}
admin: {{ admin_ws = true admin_ws_ip = "127.0.0.1" admin_ws_port = {access.admin_port} admin_wss = false }}
""",
        "janus.plugin.videoroom.jcfg": f"""\
general: {{ admin_key = "{access.admin_key}" string_ids = true events = false }}
""",
    }


def _media(settings: JanusSettings) -> list[str]:
    # IPv6 as well: some mobile networks have nothing else. Link-local addresses reach nobody who is told a name.
    lines = ["media: {", "  dtls_mtu = 1200", "  twcc_period = 100", "  ipv6 = true", "  ipv6_linklocal = false"]
    if settings.rtp_port_range is not None:
        first, last = settings.rtp_port_range
        lines.append(f'  rtp_port_range = "{first}-{last}"')
    return [*lines, "}"]


def _nat(settings: JanusSettings) -> list[str]:
    # Candidates of browsers may be .local names; peer-reflexive candidates do without resolving them.
    # No consent checks: libnice 0.1.21 sends one in 5 s without repeating it, and refuses for ever to send once 10 s
    # are without an answer, while the browser's own checks go on being answered. Two lost packets in a row, or a gap
    # of 3 s, ended a connection for good and neither end knew. Who is gone is known by the page's socket.
    lines = ["nat: {", "  ignore_mdns = true", "  ice_consent_freshness = false"]
    if settings.stun_server is not None:
        host, port = settings.stun_server
        lines += [f'  stun_server = "{host}"', f"  stun_port = {port}", "  ignore_unreachable_ice_server = true"]
    if settings.public_addresses:
        lines += [f'  nat_1_1_mapping = "{",".join(settings.public_addresses)}"', "  keep_private_host = true"]
    return [*lines, "}"]


def _only(kind: str, library: Path, wanted: str | None) -> str:
    """Whatever else the installation has stays unloaded."""
    folder = library / kind
    others = sorted(path.name for path in folder.glob("*.so") if path.name != wanted) if folder.is_dir() else []
    return f'{kind}: {{ disable = "{",".join(others)}" }}' if others else f"{kind}: {{ }}"
