"""Alert -> people: mail, signed webhook, file. Each target gets each alert once; see `outbox.py`."""

from datetime import UTC, datetime

from processors.catalogue import Catalogue, load
from processors.catalogue.records import Polarity
from processors.notify.message import Message
from processors.notify.outbox import process
from processors.notify.render import render
from processors.notify.targets import targets
from processors.notify.view import Glossary
from processors.settings import ProcessorSettings
from processors.stage import StatefulProcess

__all__ = ["Glossary", "Message", "build", "glossary", "render"]


def build(settings: ProcessorSettings) -> StatefulProcess:
    """The stage over the targets of the settings. Raises TargetError or FileError when something is wrong."""
    notify = settings.notify
    terms = glossary(load(settings.catalogue), notify.language)
    link = notify.search_link.replace("{index}", f"{settings.search.prefix}-{{index}}")
    return process(
        targets(notify),
        lambda alert: render(alert, notify.language, link, terms),
        clock=lambda: datetime.now(UTC),
    )


def glossary(catalogue: Catalogue, language: str) -> Glossary:
    """The catalogue's indicators in a language."""
    indicators = catalogue.indicators.values()
    return Glossary(
        labels={one.id: one.label.in_language(language) for one in indicators},
        questions={one.id: one.question.in_language(language) for one in indicators if one.question},
        risks=frozenset(one.id for one in indicators if one.polarity is Polarity.RISK),
    )
