"""Alert -> people: mail, chat, signed webhook, file. Who is told what is in `plan.py`, and told once by `outbox.py`."""

from collections.abc import Callable
from datetime import UTC, datetime

from processors.catalogue import Catalogue, load
from processors.catalogue.records import Polarity
from processors.notify import known, report
from processors.notify.digest import Digest, render_digest
from processors.notify.known import Known
from processors.notify.message import Message
from processors.notify.notice import Notice, render_notice
from processors.notify.outbox import Outbox
from processors.notify.render import prepare, render
from processors.notify.shown import Glossary
from processors.notify.teams import teams
from processors.notify.view import linker
from processors.settings import ProcessorSettings
from processors.stage import StatefulProcess
from schemas.alert import Alert
from schemas.topics import ALERTS

__all__ = ["Glossary", "Message", "build", "glossary", "render", "renderer"]


def build(settings: ProcessorSettings) -> StatefulProcess:
    """The stage over the teams of the settings. Raises TargetError or FileError when something is wrong."""
    catalogue = load(settings.catalogue)
    forms = {one.id: frozenset(map(str, one.forms)) for one in catalogue.indicators.values()}
    return Outbox(
        teams(settings.notify),
        renderer(settings, catalogue),
        settings.notify,
        lambda: datetime.now(UTC),
        forms=lambda alert: {form for each in alert.reasons for form in forms.get(each.indicator, ())},
        known=known.reader(known.path(settings.home)),
        report_to=report.writer(report.path(settings.home)),
        alerts_topic=settings.kafka.topic(ALERTS.name),
    )


def renderer(
    settings: ProcessorSettings, catalogue: Catalogue
) -> Callable[[Alert | Digest | Notice, str, Known], Message]:
    """What makes messages of alerts, digests and notices, in a language."""
    prepare()
    words = {language: glossary(catalogue, language) for language in ("en", "fr")}
    link = settings.notify.search_link.replace("{index}", f"{settings.search.prefix}-{{index}}")

    def rendered(record: Alert | Digest | Notice, language: str, now_known: Known) -> Message:
        if isinstance(record, Digest):
            return render_digest(record, language, linker(link))
        if isinstance(record, Notice):
            return render_notice(record, language)
        terms = words.get(language, words["en"])
        return render(record, language, link, terms, now_known, settings.notify.console_link)

    return rendered


def glossary(catalogue: Catalogue, language: str) -> Glossary:
    """The catalogue's indicators in a language."""
    indicators = catalogue.indicators.values()
    return Glossary(
        labels={one.id: one.label.in_language(language) for one in indicators},
        questions={one.id: one.question.in_language(language) for one in indicators if one.question},
        risks=frozenset(one.id for one in indicators if one.polarity is Polarity.RISK),
    )
