"""Work in a process of its own: what it says, that its failure is told, and that it ends with whoever began it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from deskside.children.lowly import NICE, LowlyLost, answers

BEGUN = "import os, sys, time\nfrom deskside.children.lowly import begin\ntold = begin().decode().strip()\n"


def program(code: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{BEGUN}{code}"]


async def test_it_is_told_and_answers_line_by_line_at_the_lowest_priority() -> None:
    code = "print(told, flush=True); print(os.nice(0), flush=True)"
    said = [line async for line in answers(program(code), b"what to do")]
    assert said == [b"what to do\n", b"%d\n" % NICE]


@pytest.mark.parametrize("code", ["sys.exit(3)", "os.kill(os.getpid(), 9)", "print('x' * 20_000_000)"])
async def test_whoever_does_not_end_well_is_lost(code: str) -> None:
    with pytest.raises(LowlyLost):
        [line async for line in answers(program(code), b"")]


async def test_a_program_that_is_none_is_lost() -> None:
    with pytest.raises(LowlyLost):
        [line async for line in answers([sys.executable, "-c", "raise SystemExit(1)"], b"x" * 1_000_000)]


async def test_whoever_says_nothing_is_ended() -> None:
    lines = answers(program("print(os.getpid(), flush=True); time.sleep(1000)"), b"", 1.0)
    pid = int(await anext(lines))
    with pytest.raises(LowlyLost):
        await anext(lines)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_it_is_gone_when_it_is_left() -> None:
    async with aclosing(answers(program("print(os.getpid(), flush=True); time.sleep(1000)"), b"")) as lines:
        pid = int(await anext(lines))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def pieces(count: int, *, broken: bool = False) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield bytes(100_000)
    if broken:
        raise OSError("It is broken.")


READ = "got = len(sys.stdin.buffer.read(1_000_000)); print(got, os.environ.get('X'), flush=True)"


async def test_it_is_given_bytes_as_fast_as_it_takes_them_and_an_environment() -> None:
    said = [line async for line in answers(program(READ), b"", given=pieces(10), environment={"X": "y"})]
    assert said == [b"1000000 y\n"]


async def test_bytes_that_cannot_be_had_end_it_and_are_told() -> None:
    with pytest.raises(OSError, match="broken"):
        [line async for line in answers(program(READ), b"", given=pieces(5, broken=True))]


async def test_whoever_ends_before_taking_everything_has_ended_well() -> None:
    assert [line async for line in answers(program("print(1)"), b"", given=pieces(50))] == [b"1\n"]


async def test_it_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    inner = program("print(os.getpid(), flush=True); time.sleep(1000)")
    code = (
        f"import asyncio, sys\nsys.path[:0] = {sys.path!r}\nfrom deskside.children.lowly import answers\n"
        f"async def main():\n    async for line in answers({inner!r}, b''):\n        print(line.decode(), flush=True)\n"
        "asyncio.run(main())\n"
    )
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert server.stdout is not None
    child = int(await server.stdout.readline())
    watched = os.pidfd_open(child)
    os.kill(server.pid, signal.SIGKILL)
    await server.wait()
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(watched, gone.set)
    async with asyncio.timeout(30):
        await gone.wait()
    asyncio.get_running_loop().remove_reader(watched)
    os.close(watched)
