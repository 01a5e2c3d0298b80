"""The recorder's own beginning: the one place of this process that reads clocks and its command line."""

import argparse
import asyncio
import ctypes
import resource
import shutil
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from deskside.ports.sealing import FileKey
from deskside.recorder.desk import Place
from deskside.recorder.machine import Clocks
from deskside.recorder.process import SOCKET_FILE, Recorder
from deskside.recorder.sealed import SealedSink

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE, in linux/prctl.h."""
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
    keep_secrets()
    asyncio.run(_record(given.run_dir / SOCKET_FILE, given.folder, given.keep_free))
    return 0


async def _record(socket: Path, folder: Path, keep_free: int) -> None:
    loop = asyncio.get_running_loop()

    def make(path: Path, key: FileKey) -> SealedSink:
        return SealedSink(path, key, partial(loop.run_in_executor, None))

    place = Place(folder, make, lambda: shutil.disk_usage(folder).free, keep_free)
    await Recorder(clocks(), place).run(socket)


def keep_secrets() -> None:
    """Keys are in this memory: it is in no core file, and no other process of this account looks into it (prctl(2))."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
