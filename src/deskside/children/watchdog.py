"""Ends a program that nobody has claimed for minutes, or whose folder is gone: the server that left it stays away.

A shell in the background, because it has to outlive this process like the program itself. It counts its own looks
instead of comparing times: a clock that is set, or a machine that slept, makes no server absent.
"""

import math
import subprocess
from pathlib import Path

UNCLAIMED_MINUTES = 5.0
"""Longer than any program keeps what a next server process could claim (the engine: RECLAIM_SECONDS)."""
LOOK_EVERY_SECONDS = 20.0

_LOOK = """(
  former= same=0
  while [ "$(cut -d ' ' -f 22 "/proc/$1/stat" 2>/dev/null)" = "$2" ]; do
    touched=$(stat -c %y "$3" 2>/dev/null) || kill -9 "$1"
    if [ "$touched" = "$former" ]; then same=$((same + 1)); else former=$touched same=0; fi
    [ "$same" -lt "$4" ] || kill -9 "$1"
    sleep "$5"
  done
) &"""


def watch(
    pid: int,
    started_ticks: int,
    sign_of_life: Path,
    minutes: float = UNCLAIMED_MINUTES,
    every_seconds: float = LOOK_EVERY_SECONDS,
) -> None:
    """Kill the process once `sign_of_life` is gone, or was seen untouched for so long. Ends with the process.

    `started_ticks` is field 22 of its /proc/pid/stat: another process with the same number is left alone.
    """
    looks = max(1, math.ceil(minutes * 60 / every_seconds))
    given = (pid, started_ticks, sign_of_life.absolute(), looks, every_seconds)
    subprocess.run(
        ["/bin/sh", "-c", _LOOK, "watchdog", *map(str, given)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=True,
        cwd="/",
    )
