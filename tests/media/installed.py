"""The engine installed on this machine, as scripts/engine.sh puts it there."""

import json
import os
from pathlib import Path

import pytest

from deskside.media.janus.config import JanusSettings


def janus_settings(run_dir: Path) -> JanusSettings:
    """Fails the test if there is none, unless DESKSIDE_NO_ENGINE=1 says that none is wanted."""
    cache = os.environ.get("DESKSIDE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    binary = Path(cache or f"{home}/deskside") / "janus" / "bin" / "janus"
    if not binary.exists():
        if os.environ.get("DESKSIDE_NO_ENGINE") == "1":
            pytest.skip("DESKSIDE_NO_ENGINE=1")
        pytest.fail("no engine on this machine; run scripts/engine.sh")
    return JanusSettings(binary=binary, run_dir=run_dir)


def pid_of(settings: JanusSettings) -> int:
    """Process number of the running engine."""
    state = json.loads((settings.run_dir / "janus.json").read_text())
    return int(state["identity"]["pid"])
