"""Structured logs: one line an act, for people or as JSON. Nothing personal, no SDP, no token is ever logged."""

import logging
import sys

import structlog


def set_up(*, level: str, as_json: bool) -> None:
    """Log to standard error from `level` (debug, info, warning, error) on, libraries included."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr, level=logging.WARNING)
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
