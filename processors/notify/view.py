"""What a reader sees of an alert: every string cleaned, bounded and put into the reader's language."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from processors.notify.clean import clean
from processors.notify.known import NOTHING, Known, Past, group_of
from processors.notify.shown import Change, Glossary, Link, Place, Reason, Service, View
from processors.notify.words import CorrectionWords, Words, words
from schemas.alert import Alert, Correction, Wording
from schemas.drift import Drift
from schemas.score import Contribution

MAX_REASONS, MAX_UNKNOWNS, MAX_ADS, MAX_LINES, MAX_RELATED = 10, 6, 5, 20, 4


def no_link(index: str, document: str) -> str:
    """Where there is nothing to open."""
    return ""


def view(
    alert: Alert, language: str, link: Link, glossary: Glossary, known: Known = NOTHING, console: Link = no_link
) -> View:
    """The alert for a reader of `language`."""
    said, wording = words(language), wording_of(alert, language)
    return View(
        words=said,
        language=language,
        severity=alert.severity,
        title=title_of(wording),
        sentence=clean(wording.sentence),
        facts=_facts(alert, said),
        reasons=tuple(_reason(each, said, glossary, known) for each in alert.reasons[:MAX_REASONS]),
        against=tuple(_against(each, said, glossary, known) for each in alert.against[:MAX_REASONS]),
        changes=tuple(_change(each, said) for each in alert.drift[:MAX_REASONS]),
        unknowns=tuple(clean(_question(each, glossary), 200) for each in alert.unknowns[:MAX_UNKNOWNS]),
        more_unknowns=_more(len(alert.unknowns) - MAX_UNKNOWNS, said),
        related=tuple(_past(each, said) for each in known.past(group_of(alert), alert.alert_id)[:MAX_RELATED]),
        console=console("alerts", alert.alert_id),
        alert=Place(said.open_alert, clean(alert.alert_id, 80), link("alerts", alert.alert_id)),
        ads=_ads(alert, said, link),
        run_book=clean(wording.run_book, 2_000),
        services=_services(alert, said),
        footer=said.why_you.format(
            rule=clean(alert.rule, 60), version=alert.rule_version, alert_id=clean(alert.alert_id, 80)
        ),
        correction=correction_of(alert, language, glossary),
        outcome=alert.correction.outcome if alert.correction else "",
    )


def correction_of(alert: Alert, language: str, glossary: Glossary) -> tuple[str, ...]:
    """Why the alert does not hold as it was told, and what to do; nothing for one that does."""
    made, said = alert.correction, words(language).corrections
    if made is None:
        return ()
    reason = said.reasons.get(made.reason, said.reasons["hub"])
    labels = ", ".join(clean(glossary.labels.get(each, each), 100) for each in made.indicators[:MAX_REASONS])
    left = len(set(made.ads) & set(alert.ads))
    said_of = (
        said.nothing if made.is_withdrawn and not made.is_short else "",
        said.short if made.is_short else "",
        said.left if not made.is_withdrawn and made.counts is None and (left < len(alert.ads) or not labels) else "",
        said.lost if labels and not made.is_withdrawn else "",
        _count(made, said),
    )
    facts = {"labels": labels, "count": left, "total": len(alert.ads), "counted": made.counted, "counts": made.counts}
    sentences = (said.said[made.outcome], reason, *(each.format_map(facts) for each in said_of if each))
    return (" ".join(sentences), said.do)


def _count(made: Correction, said: CorrectionWords) -> str:
    """What its rule counts by now, of an alert that still is in force."""
    if made.is_withdrawn or not made.counted:
        return ""
    return said.uncounted if made.counts is None else said.enough


def linker(template: str) -> Link:
    """Fills `{index}` and `{id}` of an address. Anything but http and https gives no link: mail programs run others."""

    def link(index: str, document: str) -> str:
        address = template.replace("{index}", quote(index, safe="")).replace(
            "{id}", quote(clean(document, 80), safe="")
        )
        return address if urlsplit(address).scheme in ("http", "https") else ""

    return link


def wording_of(alert: Alert, language: str) -> Wording:
    """The alert's words in a language; in English where it has no others."""
    english = Wording(language="en", title=alert.title, sentence=alert.sentence, run_book=alert.run_book)
    return next((wording for wording in alert.translations if wording.language == language), english)


def title_of(wording: Wording) -> str:
    """The alert's title, fit for a heading."""
    return clean(wording.title, 150)


def _facts(alert: Alert, said: Words) -> tuple[tuple[str, str], ...]:
    values = {
        "band": said.band.get(alert.band, ""),
        "about": f"{said.kinds.get(alert.subject.kind, '')} ({clean(alert.subject.id, 60)})",
        "seen": moment(alert.at),
        "where": clean(", ".join(alert.sources[:MAX_ADS]), 200),
        "ads": str(len(alert.ads)) if alert.subject.kind != "source" else "",
    }
    return tuple((said.facts[name], value) for name, value in values.items() if value)


def moment(at: datetime) -> str:
    """`2026-03-01 12:00 UTC`, which reads the same in every language."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _reason(each: Contribution, said: Words, glossary: Glossary, known: Known = NOTHING) -> Reason:
    quality = ", ".join(filter(None, (said.strength.get(each.strength), said.grade.get(each.grade))))
    label = glossary.labels.get(each.indicator, each.label)
    tells_more = not each.note.rstrip(".").endswith(each.label)  # than "Read in the ad: <label>."
    return Reason(
        label=clean(label, 200),
        quality=f"{quality} ({clean(each.grade, 10)})",
        indicator=clean(each.indicator, 20),
        note=clean(each.note, 300) if tells_more else "",
        base_rate=_base_rate(known.base_rates.get(each.indicator), said, known),
    )


def _against(each: Contribution, said: Words, glossary: Glossary, known: Known) -> Reason:
    reason = _reason(each, said, glossary, known)
    opposite = each.indicator in glossary.risks
    return replace(reason, label=said.opposite.format(label=reason.label)) if opposite else reason


def _base_rate(share: float | None, said: Words, known: Known) -> str:
    if share is None:
        return ""
    percent = f"{share * 100:.1f}" if share >= 0.001 else "< 0.1"
    return said.base_rate.format(percent=percent.replace(".", said.decimal), ads=known.ads, days=known.days)


def _past(each: Past, said: Words) -> str:
    judged = said.verdicts.get(each.verdict) or said.not_judged
    return f"{each.at:%Y-%m-%d}, {clean(each.rule, 60)}{said.colon} {judged} ({clean(each.alert_id, 80)})"


def _change(each: Drift, said: Words) -> Change:
    fragments = ((said.before, _lines(each.before)), (said.after, _lines(each.after)))
    return Change(
        sentence=f"{clean(each.field, 60)}{said.colon} {clean(each.expected, 100)} → {clean(each.found, 100)}",
        fragments=tuple((name, lines) for name, lines in fragments if lines),
    )


def _lines(fragment: str) -> tuple[str, ...]:
    indents = ((len(line) - len(line.lstrip()), line) for line in fragment.splitlines()[:MAX_LINES])
    return tuple(" " * min(indent, 20) + clean(line, 160) for indent, line in indents)


def _question(unknown: str, glossary: Glossary) -> str:
    return glossary.questions.get(unknown) or glossary.labels.get(unknown, unknown)


def _more(count: int, said: Words) -> str:
    return said.more.format(count=count) if count > 0 else ""


def _ads(alert: Alert, said: Words, link: Link) -> tuple[Place, ...]:
    ads = alert.correction.ads if alert.correction else alert.ads  # those that it still rests on
    newest_first = ads[: -MAX_ADS - 1 : -1]
    labels = [f"{said.open_ad} 1 ({said.newest})", *(f"{said.open_ad} {n}" for n in range(2, MAX_ADS + 1))]
    return tuple(Place(label, clean(ad, 80), link("ads", ad)) for label, ad in zip(labels, newest_first, strict=False))


def _services(alert: Alert, said: Words) -> tuple[Service, ...]:
    return tuple(
        Service(
            name=clean(each.name, 200),
            contact=clean(each.contact, 200),
            country="" if each.country == "*" else clean(each.country, 2),
            checked=said.checked.format(date=clean(each.checked_on, 10), source=clean(each.source, 200)),
        )
        for each in alert.assistance
    )
