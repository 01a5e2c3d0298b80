"""What is kept on the disk is its owner's alone, and every answer carries the security headers."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from deskside.app import asgi, compose, keep_private, migrate
from deskside.settings import Settings
from tests.http.browser import Browser

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """The process keeps its own for other tests."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_nothing_that_is_kept_can_be_read_by_other_accounts(tmp_path: Path) -> None:
    """Seen: var/ 0755 and deskside.db 0644, read by `nobody`, as whom the engine runs."""
    settings = Settings(var_dir=tmp_path / "var")
    migrate(settings)
    (tmp_path / "var" / "new").write_text("x")
    for path in (settings.var_dir, *settings.var_dir.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_folder_that_stood_open_is_closed_and_one_of_the_machine_is_left_alone(tmp_path: Path) -> None:
    open_folder, sticky = tmp_path / "var", tmp_path / "tmp"
    for folder in (open_folder, sticky):
        folder.mkdir()
    open_folder.chmod(0o755)
    sticky.chmod(0o1777)
    keep_private(open_folder)
    keep_private(sticky)
    assert stat.S_IMODE(open_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(sticky.stat().st_mode) == 0o1777


async def test_a_refused_socket_has_the_security_headers_too(tmp_path: Path) -> None:
    """Seen: 8 of 136 answers without any, all of them from /api/socket."""
    parts = compose(Settings(var_dir=tmp_path / "var", engine="none"))
    app = asgi(parts)

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        async def keep(message: Message) -> None:
            await send(message)

        await app(scope, receive, keep)

    for target in ("/api/socket/?EIO=3", "/api/socket/?EIO=4&transport=polling", "/api/socket", "/login", "/nothing"):
        answer = await Browser(called).get(target)
        assert answer.headers["x-content-type-options"] == "nosniff", target
        assert answer.headers["referrer-policy"] == "no-referrer", target
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], target
        assert answer.headers["cache-control"] == "no-store", target
    await parts.database.close()


def test_the_shipped_files_keep_secrets_out_of_logs_and_what_is_written_private() -> None:
    nginx = (REPOSITORY / "deploy/nginx.conf").read_text()
    for location in ("location ~ ^/(join|calendar)/", "location ^~ /api/socket"):
        assert "access_log off;" in nginx[nginx.index(location) :].split("}")[0], location
    assert "$host;" not in nginx.replace("https://$host$request_uri;", "")
    caddy = (REPOSITORY / "deploy/Caddyfile").read_text()
    assert "@secrets path /join/* /calendar/* /api/socket*\n\tskip_log @secrets" in caddy
    unit = (REPOSITORY / "deploy/deskside.service").read_text()
    assert "UMask=0077" in unit
    assert "StateDirectoryMode=0700" in unit
