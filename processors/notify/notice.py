"""What adwatch has to say about its own telling: a target that is dead, a rule that floods."""

from processors.notify.clean import clean
from processors.notify.message import Message
from processors.notify.render import MAX_SUBJECT, PLAIN, filled, wrapped
from processors.notify.words import words
from schemas.base import Record
from schemas.codec import encode


class Notice(Record, frozen=True, kw_only=True):
    """One notice as it waits to be sent: which one, and what its sentence is filled with."""

    id: str
    kind: str  # dead | flood
    facts: dict[str, str]


class Body(Record, frozen=True, kw_only=True):
    """For programs."""

    id: str
    type: str
    text: str
    notice: Notice


class NoticeView(Record, frozen=True, kw_only=True):
    """A notice as its template gets it."""

    language: str
    title: str
    sentence: str


def render_notice(made: Notice, language: str) -> Message:
    """The notice as a message."""
    said = words(language).digest.notices
    facts = {name: clean(value, 100) for name, value in made.facts.items()}
    title, sentence = said[f"{made.kind}_title"], said[made.kind].format_map(facts)
    return Message(
        made.id,
        clean(f"[adwatch] {title}", MAX_SUBJECT),
        text=lambda: wrapped(title) + "\n\n" + wrapped(sentence) + "\n",
        html=lambda: filled("notice.html", NoticeView(language=language, title=title, sentence=sentence)),
        chat=lambda: sentence.translate(PLAIN),
        body=lambda: encode(Body(id=made.id, type="adwatch.notice", text=sentence, notice=made)),
    )
