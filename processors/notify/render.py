"""Alert -> Message: subject, plain text, HTML, a few lines for a chat and JSON, in the reader's language."""

import textwrap
from functools import cache, lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from processors.notify.clean import clean
from processors.notify.known import NOTHING, Known
from processors.notify.message import Message
from processors.notify.shown import Glossary, View
from processors.notify.view import correction_of, linker, title_of, view, wording_of
from processors.notify.words import TEMPLATES, words
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
    said, wording, link = words(language), wording_of(alert, language), linker(search_link)
    name = "source" if alert.subject.kind == "source" else "alert"
    subject = said.subject.format(severity=said.severity[alert.severity], title=title_of(wording))
    made = alert.correction
    if made:
        outcome = said.corrections.outcomes[made.outcome].lower()
        subject = said.corrections.subject.format(outcome=outcome, title=title_of(wording))
        name = "correction" if made.amends else name

    @cache
    def shown() -> View:  # programs and files take the body alone
        return view(alert, language, link, glossary, known, linker(console_link))

    return Message(
        made.id if made else alert.alert_id,
        clean(subject, MAX_SUBJECT),
        text=lambda: filled(f"{name}.txt", shown()),
        html=lambda: filled(f"{name}.html", shown()),
        chat=lambda: chat(shown()),
        body=lambda: _body(
            alert,
            (subject, *correction_of(alert, language, glossary), clean(wording.sentence)),
            link("alerts", alert.alert_id),
            said.note,
        ),
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


def _body(alert: Alert, lines: tuple[str, ...], link: str, note: str) -> bytes:
    text = "\n".join(filter(None, (*lines, link)))
    return encode(
        Body(
            id=alert.correction.id if alert.correction else alert.alert_id,
            type="adwatch.correction" if alert.correction and alert.correction.amends else "adwatch.alert",
            text=text,
            link=link,
            note=note,
            alert=alert,
        )
    )


def chat(shown: View) -> str:
    """A few lines for a chat room: what, why, what is not known, where to look, and what not to do first."""
    said = shown.words
    facts = " · ".join(f"{name}{said.colon} {value}" for name, value in shown.facts if name != said.facts["about"])
    named = [f"• {reason.label} · {reason.quality}" for reason in shown.reasons[:MAX_CHAT_REASONS]]
    silent = f"{said.headings['unknown']}{said.colon} {shown.unknowns[0]}" if shown.unknowns else ""
    if shown.correction:  # what is not so any more comes first, and nothing that was said before is said again
        named, silent = [], ""
    harm = said.first_do_no_harm[0] if shown.reasons or shown.services else ""
    link = shown.console or shown.alert.link
    spoken = "\n".join(filter(None, (*shown.correction, shown.sentence, facts, *named, silent, harm))).translate(PLAIN)
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
