"""What an operator reads beside a DAG: who answers for the source and what to do when its crawl is red."""

from dags.pools import pool_of
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
| schedule | `{schedule}`, moved a little within its hour |
| pace | {delay:g} s between requests, {concurrency} at once; pool `{pool}` |
| expected | {low} to {high} ads a run |

**When a run is red**, the XComs of its task are the crawl report's figures, and its log ends with the whole report. The
exit code says what to do:

| exit code | meaning | tried again | what to do |
| --- | --- | --- | --- |
| 2 | configuration | no | `adwatch sources check {name}` names file, line and field |
| 3 | degraded: the layout changed | no | `adwatch sources health {name}` shows the field and both pages |
| 3 | degraded: pages not to be had | after 30 min | read `reasons` and `failed`; is the site up? |
| 4 | blocked | no | the site asks for a login or refuses us: respect it, ask its owner or switch the source off |
| 5 | undelivered | after 5 min | `adwatch doctor` looks at Kafka; the ads wait in the outbox, none is lost |

- To try it with few pages: press play and give *Most pages*.
- A crawl ends with its task: killed, marked failed or timed out, it delivers what it has and leaves no process.
- No good crawl for twice its interval opens an alert, which the next good crawl closes.
- A crawl is never backfilled: yesterday's page no longer exists. Ads already collected can be read again by the DAG
  `reprocess`.
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
        schedule=source.schedule or "none",
        pool=pool_of(source),
        delay=source.pace.delay_s,
        concurrency=source.pace.concurrency,
        low=source.expect.ads[0],
        high=source.expect.ads[1],
    )


def what_is_wrong(name: str, message: str) -> str:
    """Markdown for a source whose file cannot be read."""
    return f"### {name}\n\nThis source cannot be crawled until its file is mended:\n\n    {message}\n"
