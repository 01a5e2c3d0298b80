"""LiveKit's room as a yardstick for pages: its own React components, bundled by the bundler that makes our client."""

import contextlib
import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from bench.commands import run

FOLDER = Path(__file__).parent
BUNDLER = FOLDER.parent / "web/node_modules/.bin/rolldown"
INSTALL_LIMIT_SECONDS, BUNDLE_LIMIT_SECONDS = 300.0, 60.0
SHELL = b"<!doctype html><meta charset=utf-8><div id=root></div><script type=module src=/out.js></script>"


def bundle() -> bytes:
    """The bundle, made on first use."""
    built = FOLDER / "out" / "livekit"
    script = built / "out.js"
    if not script.exists():
        shutil.copytree(FOLDER / "pages" / "livekit", built, dirs_exist_ok=True)
        run("npm", "install", "--prefix", str(built), "--no-audit", "--no-fund", limit_seconds=INSTALL_LIMIT_SECONDS)
        production = 'process.env.NODE_ENV:"production"'
        options = ("--minify", "--platform", "browser", "--transform.define", production, "--cwd", str(built))
        run(str(BUNDLER), str(built / "main.jsx"), "--file", str(script), *options, limit_seconds=BUNDLE_LIMIT_SECONDS)
    return script.read_bytes()


@contextlib.contextmanager
def serving_livekit(address: str) -> Iterator[str]:
    """A small server of LiveKit's page, compressed once, over connections that stay open; its address."""
    files = {
        "/": (gzip.compress(SHELL, 9), "text/html"),
        "/out.js": (gzip.compress(bundle(), 9), "text/javascript"),
    }

    class Files(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            content, kind = files.get(self.path, (gzip.compress(b""), "text/plain"))
            self.send_response(200)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(content))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer((address, 0), Files)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{address}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
