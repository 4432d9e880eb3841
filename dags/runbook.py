"""What an operator reads beside a DAG: who answers for the source and what to do when its crawl is red."""

from spiders.source import Source

RUN_BOOK = """\
### {title}

| | |
| --- | --- |
| family | {family} |
| country, languages | {country}, {languages} |
| owner | {owner} |
| legal basis | {legal_basis} |
| purpose | {purpose} |
| terms reviewed on | {reviewed} |
| pace | {delay:g} s between requests, {concurrency} at once |
| expected | {low} to {high} ads a run |

**When a run is red**, its log ends with the crawl report. The exit code says what to do:

| exit code | meaning | what to do |
| --- | --- | --- |
| 2 | configuration | `adwatch sources check {name}` names file, line and field |
| 3 | degraded | read `reasons` in the report; `adwatch sources test {name}` replays the saved pages |
| 4 | blocked | the site asks for a login or refuses us: respect it, ask its owner or switch the source off |
| 5 | undelivered | `adwatch doctor` looks at Kafka; the ads wait in the outbox and go out with the next crawl |

A crawl is never backfilled: yesterday's page no longer exists. Ads already collected can be read again from `ads.raw`.
"""


def run_book(source: Source) -> str:
    """Markdown for the DAG's docs."""
    return RUN_BOOK.format(
        name=source.name,
        title=source.title,
        family=source.family.value,
        country=source.country or "several countries",
        languages=", ".join(source.languages),
        owner=source.owner,
        legal_basis=source.legal_basis,
        purpose=source.purpose,
        reviewed=source.terms_reviewed_on,
        delay=source.pace.delay_s,
        concurrency=source.pace.concurrency,
        low=source.expect.ads[0],
        high=source.expect.ads[1],
    )


def what_is_wrong(name: str, message: str) -> str:
    """Markdown for a source whose file cannot be read."""
    return f"### {name}\n\nThis source cannot be crawled until its file is mended:\n\n    {message}\n"
