"""What all pages have in common: templates that escape everything, entity tags, answers when nothing changed."""

import hashlib
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def page(request: web.Request, template: str, changed: datetime, **values: Any) -> web.Response:
    """An HTML page from a template."""
    return respond(request, _TEMPLATES.get_template(template).render(values).encode(), "text/html", changed)


def respond(request: web.Request, body: bytes, content_type: str, changed: datetime) -> web.Response:
    """The body with `ETag` and `Last-Modified`, or 304 for a reader who has it already."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    charset = None if content_type == "application/gzip" else "utf-8"
    return web.Response(body=body, content_type=content_type, charset=charset, headers=headers)


def origin(request: web.Request) -> str:
    """The address the reader used for this host: "http://127.0.0.1:8321"."""
    return str(request.url.origin())
