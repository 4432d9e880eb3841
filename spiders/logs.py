"""Structured logs on standard error: event and fields, never the text of an ad."""

import logging
import sys
from typing import Any

import structlog
from scrapy.logformatter import LogFormatter
from structlog.typing import EventDict

LEVELS = {
    "scrapy.addons": "WARNING",  # what is switched on is in spiders/settings.py
    "scrapy.middleware": "WARNING",
    "scrapy.crawler": "WARNING",
    "scrapy.extensions.memusage": "WARNING",
    # Their errors quote what a server sent; that a page was not fetched, and why, the spider says.
    "scrapy.downloadermiddlewares.retry": "CRITICAL",
    "scrapy.downloadermiddlewares.robotstxt": "CRITICAL",
    # Its debug messages hold the records themselves; that a broker is away the hand-over says once, not ten times.
    "kafka": "CRITICAL",
    "scrapy.downloadermiddlewares.redirect": "ERROR",  # it warns that no Referer is sent, which is as we want it
    "twisted": "WARNING",
    "asyncio": "WARNING",
}


def configure(level: str = "INFO") -> None:
    """Send our own and Scrapy's messages to standard error, one JSON object a line."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        short_exception,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("scrapy").setLevel(level)  # which sets itself to DEBUG
    for name, floor in LEVELS.items():
        logging.getLogger(name).setLevel(floor)


def short_exception(_: Any, __: str, event: EventDict) -> EventDict:
    """What was raised and where, without its message, which may quote what was being read."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__name__
        event["at"] = _innermost(error)
    return event


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


class SilentFormatter(LogFormatter):
    """Scrapy's messages about ads, without the ads."""

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        return None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        return {"level": logging.INFO, "msg": "ad dropped: %(reason)s", "args": {"reason": str(exception)}}

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        return {"level": logging.ERROR, "msg": "ad failed: %(kind)s", "args": {"kind": type(exception).__name__}}
