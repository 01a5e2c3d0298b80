"""Heavy work in a process of its own, of the lowest priority: told on its standard input, answering line by line. It
ends with whoever began it, however that one ends: its standard input stays open until then.
"""

import asyncio
import os
import select
import sys
import threading
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import suppress

NICE = 19
"""Live media goes first: measured beside a room of six, it loses no packet to work of this priority."""
MAX_LINE = 16_000_000
SILENT_SECONDS = 600.0
"""Who says nothing for so long hangs."""


class LowlyLost(Exception):
    """The process ended, or hung, before its work was done."""


async def answers(
    command: list[str],
    told: bytes,
    limit_seconds: float = SILENT_SECONDS,
    *,
    given: AsyncIterator[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncGenerator[bytes, None]:
    """What the process says, a line at a time, until it ends well. `told` has no line end in it. `given`: bytes that it
    reads after that, as fast as it takes them; it has to know how many. `environment`: None: ours. The process is gone
    when this is left. Raises LowlyLost, and what `given` raises; close the iterator (`aclosing`) if you leave it
    early."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, limit=MAX_LINE, env=None if environment is None else dict(environment)
    )
    assert process.stdin is not None
    assert process.stdout is not None
    feeding = asyncio.create_task(_feed(process, told, given), name="tell a process")
    try:
        while True:
            line = await asyncio.wait_for(process.stdout.readline(), limit_seconds)
            if not line:
                break
            yield line
        code = await process.wait()
        if feeding.done():
            feeding.result()
        if code:
            raise LowlyLost(f"the process ended with {code}")
    except (TimeoutError, ValueError) as wrong:
        raise LowlyLost("the process hangs, or says too much at once") from wrong
    finally:
        feeding.cancel()
        await asyncio.wait({feeding})
        _kill(process)
        process.stdin.close()
        await process.wait()


async def _feed(process: Process, told: bytes, given: AsyncIterator[bytes] | None) -> None:
    """Whoever waits for what cannot be had is ended."""
    assert process.stdin is not None
    try:
        process.stdin.write(told + b"\n")
        with suppress(ConnectionError):  # it has ended: that is told by its code
            await process.stdin.drain()
            if given is not None:
                async for part in given:
                    process.stdin.write(part)
                    await process.stdin.drain()
    except BaseException:
        _kill(process)
        raise


def _kill(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()


def begin() -> bytes:
    """In the process itself, first of all: what it was told. From now on it has the lowest priority, and ends with
    whoever began it."""
    os.nice(NICE)
    told = sys.stdin.buffer.readline()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return told


def _end_with_parent() -> None:
    """What is left to be read does not matter: nobody is there any more."""
    hung_up = select.poll()
    hung_up.register(0, 0)
    hung_up.poll()
    os._exit(1)
