"""What the system itself did in a period: what it read, what it ended, who opened what, how often it was wrong."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from elasticsearch import Elasticsearch

from adwatch import audit
from adwatch.access import LOOKUP, OPEN, OPEN_MANY
from adwatch.report.suppress import Cell, K, line
from adwatch.retention import profile, purge
from adwatch.review.precision import interval, tallies
from processors.index.document import AlertDocument
from processors.index.names import CRAWLS
from processors.notify.known import Tally
from processors.settings import ProcessorSettings
from spiders.source import Source

OPENINGS = (OPEN, OPEN_MANY, LOOKUP)
ERASED = "erase.done"


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A source that was read, who answers for it and why it may be read; what crawls of it did."""

    name: str
    family: str
    owner: str
    legal_basis: str
    terms_reviewed_on: date
    crawls: int
    not_good: int
    pages: int
    ads: int


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """How alerts of a rule, or of all, were judged; `wrong` is the share without a concern, `low` and `high` its
    interval at 95 %."""

    rule: str  # empty: of all
    decided: int
    wrong: float
    low: float
    high: float


class Conduct(msgspec.Struct, frozen=True, kw_only=True):
    """The transparency report."""

    sources: tuple[SourceRow, ...]
    profile: str
    legal_basis: str
    days: dict[str, float]
    purges: int
    purged: dict[str, int]
    not_purged: dict[str, int]  # found past its time after a purge: should be empty
    openings: dict[str, dict[str, int]]  # action -> purpose -> how often
    erasures: int
    reviews: tuple[Review, ...]
    rules_left_out: int  # with too few decided alerts


def conduct(
    settings: ProcessorSettings,
    client: Elasticsearch,
    sources: Iterable[Source],
    alerts: Iterable[AlertDocument],
    since: datetime,
    until: datetime,
    k: int = K,
) -> Conduct:
    """The report on a period. Raises what the client raises, and what reading the profile and the log raises."""
    chosen = profile.load(settings)
    purges = [each for each in purge.reports(settings.home) if since <= each.at < until]
    log = [each for each in audit.lines(settings.home) if since <= each.at < until]
    reviews, left_out = _reviews(_closed(alerts, since, until), k)
    return Conduct(
        sources=_sources(client, settings.search.prefix, sources, since, until),
        profile=chosen.name,
        legal_basis=chosen.legal_basis,
        days=chosen.days.model_dump(),
        purges=len(purges),
        purged=_summed(each.done for each in purges),
        not_purged=_summed(each.left for each in purges),
        openings=_openings(log),
        erasures=sum(each.action == ERASED for each in log),
        reviews=reviews,
        rules_left_out=left_out,
    )


def _sources(
    client: Elasticsearch, prefix: str, sources: Iterable[Source], since: datetime, until: datetime
) -> tuple[SourceRow, ...]:
    sums = {name: {"sum": {"field": field}} for name, field in (("pages", "pages"), ("ads", "scraped"))}
    good = {"good": {"filter": {"term": {"outcome": "good"}}}}
    by_source = {"terms": {"field": "source", "size": 10_000}, "aggs": {**sums, **good}}
    answer = client.search(
        index=CRAWLS.read(prefix),
        size=0,
        query={"range": {"finished_at": {"gte": since.isoformat(), "lt": until.isoformat()}}},
        aggs={"sources": by_source},
    )
    found = {each["key"]: each for each in answer["aggregations"]["sources"]["buckets"]}
    read = [each for each in sources if each.name in found]
    return tuple(_row(each, found[each.name]) for each in sorted(read, key=lambda one: one.name))


def _row(source: Source, found: Any) -> SourceRow:
    return SourceRow(
        name=source.name,
        family=source.family.value,
        owner=source.owner,
        legal_basis=source.legal_basis,
        terms_reviewed_on=source.terms_reviewed_on,
        crawls=found["doc_count"],
        not_good=found["doc_count"] - found["good"]["doc_count"],
        pages=int(found["pages"]["value"]),
        ads=int(found["ads"]["value"]),
    )


def _openings(log: Iterable[audit.Line]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {action: Counter() for action in OPENINGS}
    for each in log:
        if each.action in counts:
            counts[each.action][each.details.get("purpose", "")] += 1
    return {action: dict(sorted(purposes.items())) for action, purposes in counts.items()}


def _closed(alerts: Iterable[AlertDocument], since: datetime, until: datetime) -> list[AlertDocument]:
    return [each for each in alerts if each.state_changed_at is not None and since <= each.state_changed_at < until]


def _reviews(alerts: Iterable[AlertDocument], k: int) -> tuple[tuple[Review, ...], int]:
    """Of all rules together, and of each with enough decided alerts; and how many have too few."""
    rules, _ = tallies(alerts)
    decided = {rule: tally.concern + tally.no_concern for rule, tally in rules.items()}
    out = line({rule: Cell(count, count) for rule, count in decided.items()}, k)
    whole = Tally(
        concern=sum(each.concern for each in rules.values()), no_concern=sum(each.no_concern for each in rules.values())
    )
    shown = {"": whole} if sum(decided.values()) >= k else {}
    shown |= {rule: tally for rule, tally in sorted(rules.items()) if rule not in out}
    return tuple(_review(rule, tally) for rule, tally in shown.items()), len(out)


def _review(rule: str, tally: Tally) -> Review:
    low, high = interval(tally)
    decided = tally.concern + tally.no_concern
    return Review(rule=rule, decided=decided, wrong=tally.no_concern / decided, low=1 - high, high=1 - low)


def _summed(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))
