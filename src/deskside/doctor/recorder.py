"""The doctor on the recorder: one is started for a moment, in a folder of its own, whether or not the server's runs."""

import asyncio
import tempfile
from pathlib import Path

from deskside.doctor.findings import Finding, Level
from deskside.keeping_settings import recorder_settings
from deskside.recorder.process import SOCKET_FILE
from deskside.recorder.running import RecorderProcess, RecorderSettings
from deskside.settings import Settings

ABOUT = "recorder"
LONGEST_SOCKET = 107
"""Bytes of a socket's path (unix(7))."""


def recorder(settings: Settings) -> Finding:
    """Blocks, half a second if all is well."""
    if not settings.recording:
        return Finding(Level.OK, ABOUT, "nothing is recorded: DESKSIDE_RECORDING is off")
    wanted = recorder_settings(settings)
    socket = bytes(wanted.run_dir.absolute() / SOCKET_FILE)
    if len(socket) > LONGEST_SOCKET:
        detail = f"the path of its socket has {len(socket)} bytes, and may have {LONGEST_SOCKET}"
        return Finding(Level.PROBLEM, ABOUT, detail, "put DESKSIDE_VAR_DIR where its path is shorter")
    with tempfile.TemporaryDirectory() as folder:
        nearest = next(each for each in (wanted.folder, *wanted.folder.absolute().parents) if each.exists())
        return asyncio.run(_tried(RecorderSettings(Path(folder), nearest, wanted.keep_free)))


async def _tried(settings: RecorderSettings) -> Finding:
    process = RecorderProcess(settings, stopped=lambda _: None, lost=lambda: None, restored=lambda _: None)
    try:
        status = await process.start()
        log = settings.run_dir / "recorder.log"
        said = log.read_text(errors="replace").strip().splitlines()[-1:] if status is None and log.exists() else []
    finally:
        await process.stop(keep=False)
    if status is None:
        detail = f"it does not come up: {' '.join(said) or 'its folder cannot be written to'}"
        return Finding(Level.PROBLEM, ABOUT, detail, "run scripts/setup.sh again, or set DESKSIDE_RECORDING=false")
    if status.full:
        detail = f"less than {settings.keep_free // 1_000_000} MB are free in {settings.folder}: nothing is recorded"
        return Finding(Level.PROBLEM, ABOUT, detail, "make room, or set DESKSIDE_RECORDING_KEEP_FREE_MB")
    return Finding(Level.OK, ABOUT, f"it comes up, and writes to {settings.folder}")
