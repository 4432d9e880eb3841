"""Pay as a job ad states it, against the dated tables of the catalogue: statutory minimum wages and usual wages."""

from collections.abc import Iterator

from processors.catalogue.benchmarks import HOURS
from processors.enrich.findings.view import Evidence, Slice, View
from schemas.finding import State
from schemas.mention import Mention, MentionKind

BELOW = 0.7  # of the minimum: net pay, and short weeks, are not mistaken for pay below it
ABOVE = 2.5  # times what all employees of the country usually earn; the tables are old
# Sums of money in these are not pay: rent, a fee, a fine.
NOT_PAY = (
    "fees", "deductions", "costs_advanced", "penalty", "salary_advance", "agents_chain", "prepaid", "spouse_price",
)  # fmt: skip


def below_minimum(view: View) -> Evidence | None:
    """The best pay that the ad states is below the statutory minimum of its country."""
    pay = list(_pay(view))
    if not pay:
        return None
    country = _country(view)
    benchmarks = view.benchmarks
    minimum = benchmarks.hourly_wage(benchmarks.minimum.get(country or ""))
    if minimum is None or max(hourly for hourly, _ in pay) >= BELOW * minimum:
        return None
    since = benchmarks.minimum[country or ""].since
    note = f"Pay is below the statutory minimum of {country} that holds since {since:%Y-%m-%d}."
    return Evidence(State.PRESENT, tuple((m.start, m.end) for _, m in pay), note=note)


def far_above_usual(view: View) -> Evidence | None:
    """Pay several times the usual, for work that needs no qualification."""
    pay = list(_pay(view))
    if not pay or view.present("qualified_job"):
        return None
    country = _country(view)
    benchmarks = view.benchmarks
    usual = benchmarks.hourly_wage(benchmarks.usual.get(country or ""))
    if usual is None:
        return None
    far = [mention for hourly, mention in pay if hourly >= ABOVE * usual]
    note = f"Pay is at least {ABOVE:g} times the usual of {country}, of all occupations."
    return Evidence(State.PRESENT, tuple((m.start, m.end) for m in far), note=note) if far else None


def _pay(view: View) -> Iterator[tuple[float, Mention]]:
    """Sums that are pay, as euros an hour."""
    paid = [(one, price) for one in view.of(MentionKind.PRICE) if (price := one.price) and price.per in HOURS]
    topics = [topic for topic in NOT_PAY if topic in view.said] if paid else ()
    other = [span for topic in topics for span in (*view.present(topic), *view.against(topic))]
    for mention, price in paid:
        if price.currency and price.per and not _inside_any((mention.start, mention.end), other):
            hourly = view.benchmarks.hourly(float(price.amount), price.currency, price.per)
            if hourly is not None:
                yield hourly, mention


def _country(view: View) -> str | None:
    """The one country whose places the ad names; else the one whose currency it pays in. Several say too little."""
    places = {m.place.country for m in view.of(MentionKind.PLACE) if m.place}
    if places:
        return places.pop() if len(places) == 1 else None
    currencies = {m.price.currency for m in view.of(MentionKind.PRICE) if m.price and m.price.currency}
    infos = [view.benchmarks.currencies.get(currency) for currency in currencies]
    return infos[0].country if len(infos) == 1 and infos[0] else None


def _inside_any(span: Slice, others: list[Slice]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
