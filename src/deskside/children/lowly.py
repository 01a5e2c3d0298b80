"""Heavy work in a process of its own, of the lowest priority: told on its standard input, answering line by line. It
ends with whoever began it, however that one ends: its standard input stays open until then.
"""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import suppress

NICE = 19
"""Live media goes first: measured beside a room of six, it loses no packet to work of this priority."""
MAX_LINE = 16_000_000
SILENT_SECONDS = 600.0
"""Who says nothing for so long hangs."""


class LowlyLost(Exception):
    """The process ended, or hung, before its work was done."""


async def answers(
    command: list[str], told: bytes, limit_seconds: float = SILENT_SECONDS
) -> AsyncGenerator[bytes, None]:
    """What the process says, a line at a time, until it ends well. `told` has no line end in it. The process is gone
    when this is left. Raises LowlyLost; close the iterator (`aclosing`) if you leave it early."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=MAX_LINE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(told + b"\n")
        with suppress(ConnectionError):  # it has ended: that is told below
            await process.stdin.drain()
        while True:
            line = await asyncio.wait_for(process.stdout.readline(), limit_seconds)
            if not line:
                break
            yield line
        if code := await process.wait():
            raise LowlyLost(f"the process ended with {code}")
    except (TimeoutError, ValueError) as wrong:
        raise LowlyLost("the process hangs, or says too much at once") from wrong
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        process.stdin.close()
        await process.wait()


def begin() -> bytes:
    """In the process itself, first of all: what it was told. From now on it has the lowest priority, and ends with
    whoever began it."""
    os.nice(NICE)
    told = sys.stdin.buffer.readline()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return told


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)
