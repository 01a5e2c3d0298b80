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
                self._stream.write(f"{self.lost} pieces of this log could not be written\n")
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


def set_up(*, level: str, as_json: bool) -> None:
    """Log to standard error from `level` (debug, info, warning, error) on, libraries included."""
    lines = Lines(sys.stderr)
    logging.basicConfig(format="%(message)s", stream=lines, level=logging.WARNING)
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            plain,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", lines)),
    )
