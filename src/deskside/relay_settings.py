"""What the embedded relay is set to, from the settings: asked for by the server that runs it and by the doctor."""

from pathlib import Path

from deskside.relay.config import RelaySettings
from deskside.settings import Settings
from deskside.tls import CertificateFiles, where_certified


def relay_settings(settings: Settings, run_dir: Path | None = None) -> RelaySettings:
    """Looks at nothing and writes nothing. `run_dir`: its folder, if not the usual one in var."""
    files, ports = relay_certified(settings), settings.turn_media_port_range
    return RelaySettings(
        binary=settings.find_turnserver(),
        run_dir=run_dir or settings.var_dir / "relay",
        port=settings.turn_port,
        tls_port=settings.turn_tls_port,
        certificate=(files.certificate, files.key) if files else None,
        listen=settings.turn_listen,
        media_ports=(ports.first, ports.last),
        public_addresses=settings.public_address,
    )


def relay_certified(settings: Settings) -> CertificateFiles | None:
    """Where the embedded relay's certificate and key lie: its own, else the server's. None: it has no TLS."""
    if settings.turn_cert and settings.turn_key:
        return CertificateFiles(settings.turn_cert, settings.turn_key)
    return where_certified(settings)
