"""Alert -> Message: subject, plain text, HTML and JSON, in the reader's language."""

import textwrap
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from processors.notify.clean import clean
from processors.notify.message import Message
from processors.notify.view import Glossary, View, linker, view
from processors.notify.words import TEMPLATES
from schemas.alert import Alert
from schemas.base import Record
from schemas.codec import encode

COLUMNS = 72  # what mail programs show without breaking lines again
MAX_SUBJECT = 150
NO_GLOSSARY = Glossary()


def render(alert: Alert, language: str, search_link: str, glossary: Glossary = NO_GLOSSARY) -> Message:
    """The alert as a message. Whatever an alert holds, it comes out as text: no markup, no new lines, no commands."""
    shown = view(alert, language, linker(search_link), glossary)
    name = "source" if alert.subject.kind == "source" else "alert"
    text = _environment().get_template(f"{name}.txt").render(view=shown)
    subject = shown.words.subject.format(severity=shown.words.severity[alert.severity], title=shown.title)
    return Message(
        alert_id=alert.alert_id,
        subject=clean(subject, MAX_SUBJECT),
        text=text,
        html=_environment().get_template(f"{name}.html").render(view=shown),
        body=_body(alert, shown, subject),
    )


class Body(Record, frozen=True, kw_only=True):
    """For programs. `text` is what chat systems show that take a JSON document with that name."""

    type: str
    text: str
    link: str
    note: str
    alert: Alert


def _body(alert: Alert, shown: View, subject: str) -> bytes:
    text = "\n".join(filter(None, (subject, shown.sentence, shown.alert.link)))
    return encode(Body(type="adwatch.alert", text=text, link=shown.alert.link, note=shown.words.note, alert=alert))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),  # every value in the HTML is text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = wrapped
    environment.filters["underlined"] = lambda heading: f"{heading}\n{'-' * len(heading)}"
    return environment


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """`text` in lines of COLUMNS, the first led by `first`, the others by as many spaces or by `rest`."""
    indent = " " * len(first) if rest is None else rest
    return textwrap.fill(text, COLUMNS, initial_indent=first, subsequent_indent=indent, break_long_words=False)
