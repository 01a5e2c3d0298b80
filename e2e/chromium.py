"""Debian's Chromium, started so that it yields to the server and the engine of the same machine."""

import os
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

_LOWLY = ("setpriv", "--bounding-set=-sys_nice", "--inh-caps=-sys_nice", "nice", "-n", "10")
"""People's machines are other ones, and do not take the server's time away. As root Chromium would give its own threads
a higher priority than anybody has, so that right is taken from it."""

_LOWLY_SESSION = """read -r _ _ _ _ _ session _ < /proc/$$/stat
if [ "$session" = $$ ] && [ -w /proc/$$/autogroup ]; then echo 10 > /proc/$$/autogroup; fi
"""
"""Where the kernel shares out its time by sessions first (sched_autogroup, as desktops do), niceness counts within one
session only, and six browsers in one each have six parts in seven."""


def browser_path() -> str:
    """Where it is. Raises FileNotFoundError if there is none."""
    path = shutil.which("chromium")
    if not path:
        raise FileNotFoundError("chromium is not installed: apt-get install chromium")
    return path


def starter(folder: Path, command: Sequence[str] | None = None, core: int | None = None) -> Path:
    """An executable that stands for the command: Playwright takes a path and adds arguments of its own.

    `command`: the browser, if none is given. `core`: the only one it may use; None: any.
    """
    path = folder / "chromium"
    pinned = [] if core is None else ["taskset", "--cpu-list", str(core % (os.cpu_count() or 1))]
    whole = [*_LOWLY, *pinned, *(command or [browser_path()])]
    path.write_text(f'#!/bin/sh\n{_LOWLY_SESSION}exec {shlex.join(whole)} "$@"\n')
    path.chmod(0o700)
    return path
