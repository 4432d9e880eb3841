"""The alert about a source, in words for the people who look after it."""

import msgspec

from schemas import ids
from schemas.alert import Alert, AlertState, Severity, Subject, Wording
from schemas.drift import Drift
from schemas.events import CrawlReport

RULE = "source_health"
VERSION = 1
BY = "adwatch"  # who closes it

RUN_BOOK = (
    "1. adwatch sources health {source} shows this alert with both fragments. "
    "2. Look at the site: was it redesigned, or does it show something else than ads? "
    "3. Mend the selector in the pack's source.yml, save the new page, and run adwatch sources test {source}. "
    "4. adwatch crawl {source}. The alert closes itself with the first good crawl."
)
RUN_BOOK_FR = (
    "1. adwatch sources health {source} montre cette alerte et les deux extraits. "
    "2. Regarder le site : a-t-il été refait, ou montre-t-il autre chose que des annonces ? "
    "3. Corriger le sélecteur dans source.yml, enregistrer la nouvelle page, lancer adwatch sources test {source}. "
    "4. adwatch crawl {source}. L’alerte se ferme d’elle-même au premier passage réussi."
)

_ENGLISH = {
    "missing": "no longer found",
    "count": "unexpected number of ads",
    "structure": "pages look different",
    "overdue": "no good crawl in time",
}
_FRENCH = {
    "missing": "introuvable",
    "count": "nombre d’annonces inattendu",
    "structure": "les pages ont changé",
    "overdue": "aucun passage réussi",
}


def opened(report: CrawlReport) -> Alert:
    """The alert that a report opens: its id is that of source and run, so a repeated report opens it once."""
    source = report.source
    return Alert(
        alert_id=ids.alert_id(RULE, source, report.run),
        rule=RULE,
        rule_version=VERSION,
        title=f"Source {source}: {_title(report, _ENGLISH)}",
        severity=_severity(report),
        subject=Subject(kind="source", id=source),
        key=source,
        at=report.finished_at,
        window=report.run,
        sentence="; ".join(map(_sentence, report.drift)) or "; ".join(report.reasons),
        sources=(source,),
        run_book=RUN_BOOK.format(source=source),
        translations=(
            Wording(
                language="fr",
                title=f"Source {source} : {_title(report, _FRENCH)}",
                sentence=" ; ".join(map(_sentence_fr, report.drift)) or "; ".join(report.reasons),
                run_book=RUN_BOOK_FR.format(source=source),
            ),
        ),
        drift=report.drift,
    )


def closed(alert: Alert, report: CrawlReport) -> Alert:
    """The same alert, closed by a good crawl."""
    return msgspec.structs.replace(
        alert,
        state=AlertState.CLOSED,
        state_changed_at=report.finished_at,
        state_changed_by=BY,
        state_note=f"the source is well again: run {report.run} read {report.scraped} ads",
    )


def _severity(report: CrawlReport) -> Severity:
    """High when nothing comes any more, medium when something is missing, low when only the looks changed."""
    if not report.scraped:
        return Severity.HIGH
    return Severity.LOW if all(each.kind == "structure" for each in report.drift) else Severity.MEDIUM


def _title(report: CrawlReport, words: dict[str, str]) -> str:
    fields = [each.field for each in report.drift if each.kind == "coverage"]
    if fields:
        return f"{', '.join(fields)} {words['missing']}"
    counted = any(each.kind == "count" for each in report.drift)
    return words["count"] if counted else words["structure"] if report.drift else words["overdue"]


def _sentence(each: Drift) -> str:
    return f"{each.field}: expected {each.expected}, found {each.found}"


def _sentence_fr(each: Drift) -> str:
    return f"{each.field} : attendu {each.expected}, trouvé {each.found}"
