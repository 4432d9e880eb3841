"""Alerts that were held back, as one message: ranked, grouped by actor, and with the count of what is left out."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from processors.notify.clean import clean
from processors.notify.held import Held
from processors.notify.known import Known
from processors.notify.message import Message
from processors.notify.render import MAX_SUBJECT, PLAIN, filled
from processors.notify.shown import Link
from processors.notify.teams import RANK
from processors.notify.view import moment
from processors.notify.words import Words, words
from schemas.base import Record
from schemas.codec import encode

MOST = 30  # alerts named in one digest
MAX_CHAT_LINES = 10
_BANDS = {"high": 3, "medium": 2, "low": 1}


class Digest(Record, frozen=True, kw_only=True):
    """One digest as it waits to be sent."""

    id: str
    team: str
    name: str
    count: int
    reasons: dict[str, int]  # why held -> how many
    rules: dict[str, int]
    alerts: tuple[Held, ...]  # the first MOST of them


class Body(Record, frozen=True, kw_only=True):
    """For programs."""

    id: str
    type: str
    text: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class Line:
    """One alert in the digest."""

    severity: str
    title: str
    sentence: str
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The alerts of one actor; `heading` is empty for those that stand alone."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest as the templates get it."""

    words: Words
    language: str
    title: str
    reasons: tuple[str, ...]
    groups: tuple[Group, ...]
    more: str
    rules: tuple[tuple[str, int], ...]


def digest(held: Sequence[Held], known: Known) -> Digest:
    """What was held for one digest. The same alerts give the same digest under the same id."""
    ranked = sorted(held, key=lambda each: _rank(each, known))
    first = held[0]
    ids = "\x1f".join(sorted(each.alert_id for each in held))
    name = hashlib.blake2b(f"{first.team}\x1f{first.digest}\x1f{ids}".encode(), digest_size=12).hexdigest()
    return Digest(
        id=f"dg-{name}",
        team=first.team,
        name=first.digest,
        count=len(held),
        reasons=dict(Counter(each.reason for each in ranked)),
        rules=dict(Counter(each.rule for each in ranked).most_common(10)),
        alerts=tuple(ranked[:MOST]),
    )


def _rank(each: Held, known: Known) -> tuple[float, ...]:
    """The most severe first, then the higher band, then the rule that was right more often, then the newest."""
    return -RANK[each.severity], -_BANDS.get(each.band, 0), -known.precision(each.rule), -each.at.timestamp()


def render_digest(made: Digest, language: str, link: Link) -> Message:
    """The digest as a message."""
    said = words(language)
    subject = clean(said.digest.subject.format(count=made.count, name=clean(made.name, 60)), MAX_SUBJECT)
    shown = DigestView(
        words=said,
        language=language,
        title=subject,
        reasons=tuple(f"{count} {said.digest.held.get(reason, reason)}" for reason, count in made.reasons.items()),
        groups=_groups(made, said, language, link),
        more=said.digest.more.format(count=made.count - len(made.alerts)) if made.count > len(made.alerts) else "",
        rules=tuple(made.rules.items()),
    )
    return Message(
        made.id,
        subject,
        text=lambda: filled("digest.txt", shown),
        html=lambda: filled("digest.html", shown),
        chat=lambda: _chat(shown),
        body=lambda: encode(Body(id=made.id, type="adwatch.digest", text=subject, digest=made)),
    )


def _groups(made: Digest, said: Words, language: str, link: Link) -> tuple[Group, ...]:
    """Groups in the order of their best alert; alerts that are alone in theirs stand together under one heading."""
    sizes = Counter(each.group for each in made.alerts)
    together: dict[str, list[Line]] = {}  # "" for those that stand alone
    for each in made.alerts:
        name = each.group if sizes[each.group] > 1 else ""
        together.setdefault(name, []).append(_line(each, said, language, link))
    return tuple(
        Group(
            said.digest.group.format(count=len(lines), name=clean(name, 60)) if name else said.digest.alone,
            tuple(lines),
        )
        for name, lines in together.items()
    )


def _line(each: Held, said: Words, language: str, link: Link) -> Line:
    return Line(
        severity=said.severity[each.severity],
        title=clean(each.titles.get(language) or each.titles.get("en", each.rule), 150),
        sentence=clean(each.sentences.get(language) or each.sentences.get("en", "")),
        detail=f"{moment(each.at)} · {clean(each.rule, 60)} · {clean(each.alert_id, 80)}",
        link=link("alerts", each.alert_id),
    )


def _chat(shown: DigestView) -> str:
    """Why, and the first line of each group."""
    first = [group.lines[0] for group in shown.groups]
    alerts = [f"• {line.severity}{shown.words.colon} {line.title}" for line in first[:MAX_CHAT_LINES]]
    return "\n".join([*shown.reasons, *alerts]).translate(PLAIN)
