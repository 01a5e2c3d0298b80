"""Structured logs: one line an act, for people or as JSON. Nothing personal, no SDP, no token is ever logged.

Nothing fails because its line could not be written: a full disk and a reader that is gone cost lines, and how many.
"""

import logging
import sys
import unicodedata
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger


class Lines:
    """A stream that never fails. What could not be written is counted, and said as soon as something can be again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lost = 0

    def write(self, text: str) -> int:
        """Write, or count it as lost."""
        try:
            if self.lost:
                # on a line of its own: of a line before it half may have been written
                self._stream.write(f"\n{self.lost} pieces of this log could not be written\n")
                self._stream.flush()
                self.lost = 0
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # no room, nobody who reads, closed
            self.lost += 1
        return len(text)

    def flush(self) -> None:
        """Everything was flushed as it was written."""


def plain(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """What came from outside writes no control characters into the log, and no lines of its own."""
    return {key: _escaped(value) if key != "exception" else value for key, value in event.items()}


def _escaped(value: object) -> object:
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(x if unicodedata.category(x)[0] not in "CZ" or x == " " else _spelled(x) for x in value)


def _spelled(letter: str) -> str:
    return letter.encode("unicode_escape").decode()


def for_people(logger: WrappedLogger, name: str, event: EventDict) -> str:
    """A line as structlog's own renderer for consoles makes it, in a tenth of its time; what is more than a line is
    left to that."""
    if not event.keys().isdisjoint(_MORE_THAN_A_LINE) or not isinstance(event["event"], str):
        return _CONSOLE(logger, name, event)
    at, level, what = event.pop("timestamp"), event.pop("level"), event.pop("event")
    told = " ".join(f"{key}={_shown(event[key])}" for key in sorted(event))
    return f"{at} [{level:<9}] {what:<30} {told}".rstrip(" ")


_MORE_THAN_A_LINE = frozenset({"exception", "exc_info", "stack", "logger", "logger_name"})
_CONSOLE = structlog.dev.ConsoleRenderer(colors=False)


def _shown(value: object) -> str:
    if isinstance(value, str) and _QUOTED.isdisjoint(value):
        return value
    return repr(value)


_QUOTED = frozenset(" \t=\r\n\"'")


def set_up(*, level: str, as_json: bool, for_good: bool = False) -> None:
    """Log to standard error from `level` (debug, info, warning, error) on, libraries included. `for_good`: it is not
    set up otherwise later, so loggers need not look."""
    lines = Lines(sys.stderr)
    logging.basicConfig(format="%(message)s", stream=lines, level=logging.WARNING)
    renderer = structlog.processors.JSONRenderer() if as_json else for_people
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            plain,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", lines)),
        cache_logger_on_first_use=for_good,
    )
