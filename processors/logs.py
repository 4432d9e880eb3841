"""Structured logs, configured in one place: for people on a terminal, JSON lines otherwise.

An event is a fixed word, everything else a field. Ads never get into a log: fields that could hold text, contacts or
secrets are blanked by name, an exception is logged by its type and place and never by its text, and what remains is
cut and freed of control characters, because it may come from outside.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretBytes, SecretStr
from structlog.typing import Processor

_BLANK = "[hidden]"
_HIDDEN = frozenset(
    {
        "authorization", "body", "contact", "contacts", "cookie", "email", "fields", "key_bytes", "password", "payload",
        "phone", "quote", "quotes", "secret", "surface", "text", "title", "token_key", "url_key", "value",
        "vault_key", "webhook_secret",
    }
)  # fmt: skip
_MAX_CHARS = 500

Event = MutableMapping[str, Any]


def configure(*, json: bool | None = None, level: int = logging.INFO) -> None:
    """Set up logging for the whole process, to standard error. `json` None: JSON unless that is a terminal.

    kafka-python logs keys and values of records at its debug level, so its level is fixed.
    """
    as_json = not sys.stderr.isatty() if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_of_exception,
        hide,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what matters of it we log ourselves
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def hide(_logger: Any, _method: str, event: Event) -> Event:
    """Blank what must not be logged; cut and clean the rest."""
    for name, value in event.items():
        if name in _HIDDEN or isinstance(value, SecretStr | SecretBytes):
            event[name] = _BLANK
        elif isinstance(value, str):
            event[name] = clean(value)
    return event


def clean(text: str) -> str:
    """Cut to a bearable length, with control characters escaped: no forged lines, no terminal codes."""
    short = text if len(text) <= _MAX_CHARS else text[:_MAX_CHARS] + "…"
    return escaped(short)


def escaped(text: str) -> str:
    """Everything that a terminal or a log reader might act on is written as an escape sequence."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def place_of_exception(_logger: Any, _method: str, event: Event) -> Event:
    """Replace a traceback by the exception's type and place: its text may quote an ad."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = described(error)
    return event


def described(error: BaseException) -> str:
    """An exception without its text: `ValueError at enrich/phones.py:31`."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}"
