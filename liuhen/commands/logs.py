"""Logs: one line of JSON an event, on standard error, so that reports on standard output stay whole.

No name and no text of a case goes into a log line: ids and counts only.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure(*, quiet: bool) -> None:
    """Send log lines to standard error; `quiet` keeps all but warnings and errors back."""
    level = logging.WARNING if quiet else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
