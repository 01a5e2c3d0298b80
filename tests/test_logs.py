"""The log: nothing fails because a line could not be written, and nobody from outside writes lines of their own."""

import errno
import io

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from deskside import logs
from deskside.logs import Lines


class Stream(io.StringIO):
    """A stream that is full, or whose reader is gone, while `error` says so."""

    error: Exception | None = None

    def write(self, text: str) -> int:
        if self.error is not None:
            raise self.error
        return super().write(text)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), BrokenPipeError(), ValueError("closed")])
def test_a_line_that_cannot_be_written_costs_nobody_anything_and_is_told_of_later(error: Exception) -> None:
    stream = Stream()
    lines = Lines(stream)
    lines.write("one\n")
    stream.error = error
    for _ in range(3):
        lines.write("lost\n")
    stream.error = None
    lines.write("two\n")
    lines.write("three\n")
    assert stream.getvalue() == "one\n\n3 pieces of this log could not be written\ntwo\nthree\n"


def test_what_came_from_outside_is_one_plain_line() -> None:
    hostile = "a\x00b\x1b[2Jc\nrequest status=200\u202ed\u2028"
    told = logs.plain(None, "info", {"event": "request", "session": hostile, "ms": 3, "exception": "two\nlines"})
    assert told["session"] == r"a\x00b\x1b[2Jc\nrequest status=200\u202ed\u2028"
    assert (told["event"], told["ms"], told["exception"]) == ("request", 3, "two\nlines")


_VALUES = (
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["a b", "a=b", "it's", 'q"', "a\tb", ""])
)


@given(
    event=st.text(),
    level=st.sampled_from(["info", "warning", "critical"]),
    told=st.dictionaries(st.from_regex(r"\A[a-z]_[a-z_]{0,9}\Z"), _VALUES),
)
def test_a_line_for_people_is_as_structlog_makes_it(event: str, level: str, told: dict[str, object]) -> None:
    line = {**told, "event": event, "level": level, "timestamp": "2026-11-27T02:24:23.1Z"}
    console = structlog.dev.ConsoleRenderer(colors=False)
    assert logs.for_people(None, "", dict(line)) == console(None, "", dict(line))


def test_what_is_more_than_a_line_is_told_whole() -> None:
    line = {"event": "failed", "level": "error", "timestamp": "2026-11-27T02:24:23.1Z", "exception": "two\nlines"}
    assert logs.for_people(None, "", line).endswith("failed\ntwo\nlines")
