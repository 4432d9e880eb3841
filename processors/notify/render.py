"""Alert -> Message: subject, plain text, HTML, a few lines for a chat and JSON, in the reader's language."""

import textwrap
from functools import cache, lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from processors.notify.clean import clean
from processors.notify.known import NOTHING, Known
from processors.notify.message import Message
from processors.notify.view import Glossary, View, linker, view
from processors.notify.words import TEMPLATES
from schemas.alert import Alert
from schemas.base import Record
from schemas.codec import encode

COLUMNS = 72  # what mail programs show without breaking lines again
MAX_SUBJECT = 150
MAX_CHAT_REASONS = 4
NO_GLOSSARY = Glossary()
# Signs that chat systems act on: links, mentions of everybody, markup.
PLAIN = str.maketrans({"<": "‹", ">": "›", "@": "＠", "[": "(", "]": ")", "`": "'", "*": "∗", "~": "∼", "#": "＃"})


def render(
    alert: Alert,
    language: str,
    search_link: str,
    glossary: Glossary = NO_GLOSSARY,
    known: Known = NOTHING,
    console_link: str = "",
) -> Message:
    """The alert as a message. Whatever an alert holds, it comes out as text: no markup, no new lines, no commands."""
    shown = view(alert, language, linker(search_link), glossary, known, linker(console_link))
    name = "source" if alert.subject.kind == "source" else "alert"
    subject = shown.words.subject.format(severity=shown.words.severity[alert.severity], title=shown.title)
    return Message(
        alert.alert_id,
        clean(subject, MAX_SUBJECT),
        text=lambda: filled(f"{name}.txt", shown),
        html=lambda: filled(f"{name}.html", shown),
        chat=lambda: chat(shown),
        body=lambda: _body(alert, shown, subject),
    )


def filled(template: str, shown: object) -> str:
    """A template with what it is to show."""
    return _environment().get_template(template).render(view=shown)


class Body(Record, frozen=True, kw_only=True):
    """For programs. `text` is what chat systems show that take a JSON document with that name."""

    id: str
    type: str
    text: str
    link: str
    note: str
    alert: Alert


def _body(alert: Alert, shown: View, subject: str) -> bytes:
    text = "\n".join(filter(None, (subject, shown.sentence, shown.alert.link)))
    return encode(
        Body(
            id=alert.alert_id,
            type="adwatch.alert",
            text=text,
            link=shown.alert.link,
            note=shown.words.note,
            alert=alert,
        )
    )


def chat(shown: View) -> str:
    """A few lines for a chat room: what, why, what is not known, where to look, and what not to do first."""
    words = shown.words
    facts = " · ".join(f"{name}{words.colon} {value}" for name, value in shown.facts if name != words.facts["about"])
    named = [f"• {reason.label} · {reason.quality}" for reason in shown.reasons[:MAX_CHAT_REASONS]]
    silent = f"{words.headings['unknown']}{words.colon} {shown.unknowns[0]}" if shown.unknowns else ""
    harm = words.first_do_no_harm[0] if shown.reasons or shown.services else ""
    link = shown.console or shown.alert.link
    spoken = "\n".join(filter(None, (shown.sentence, facts, *named, silent, harm))).translate(PLAIN)
    return "\n".join(filter(None, (spoken, link)))


@cache
def _environment() -> Environment:
    """Made once, with its templates compiled: to fill one is a thousand times quicker than to compile it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),  # every value in the HTML is text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = wrapped
    environment.filters["underlined"] = lambda heading: f"{heading}\n{'-' * len(heading)}"
    for name in environment.list_templates(extensions=["txt", "html"]):
        environment.get_template(name)
    return environment


def prepare() -> None:
    """Compile the templates now and not with the first alert."""
    _environment()


@lru_cache(maxsize=2_000)  # most of what is said around the facts is the same in every message
def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """`text` in lines of COLUMNS, the first led by `first`, the others by as many spaces or by `rest`."""
    indent = " " * len(first) if rest is None else rest
    return textwrap.fill(text, COLUMNS, initial_indent=first, subsequent_indent=indent, break_long_words=False)
