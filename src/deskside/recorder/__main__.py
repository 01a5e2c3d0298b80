"""The recorder's own beginning: the one place of this process that reads clocks and its command line."""

import argparse
import asyncio
import shutil
import sys
import time
from pathlib import Path

from deskside.recorder.desk import Place
from deskside.recorder.machine import Clocks
from deskside.recorder.plain import PlainSink
from deskside.recorder.process import SOCKET_FILE, Recorder

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def steady_us() -> int:
    """Counts on while the machine sleeps, where there is a clock that does (Linux)."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1_000


def clocks() -> Clocks:
    """Anchored now."""
    return Clocks(steady_us, steady_us(), time.time_ns() // 1_000, _BOOT.read_text().strip())


def main() -> int:
    """Record until told to end. Returns 0."""
    parser = argparse.ArgumentParser("deskside-recorder", description="Writes tracks that an engine forwards.")
    parser.add_argument("run_dir", type=Path, help="private folder of its socket")
    parser.add_argument("folder", type=Path, help="where segments go")
    parser.add_argument("--keep-free", type=int, required=True, help="bytes of the disk that it leaves alone")
    given = parser.parse_args()
    place = Place(given.folder, PlainSink, lambda: shutil.disk_usage(given.folder).free, given.keep_free)
    asyncio.run(Recorder(clocks(), place).run(given.run_dir / SOCKET_FILE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
