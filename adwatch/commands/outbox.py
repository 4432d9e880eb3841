"""`adwatch outbox`: ads that Kafka did not take, and their delivery without waiting for the next crawl."""

import orjson

from adwatch import settings
from spiders.errors import AlreadyRunningError

UNDELIVERED = 5


def list_waiting(as_json: bool) -> int:
    """One line an outbox in which something waits."""
    from spiders.unsent import waiting

    rows = [{"source": each.source, "records": each.records} for each in waiting(settings.load().home)]
    _print(rows, as_json)
    return 0


def replay(names: list[str], as_json: bool) -> int:
    """Deliver what waits; 5 when something still does, or was refused for good and set aside.

    A source that is being crawled does so itself.
    """
    from spiders.unsent import deliver, waiting

    loaded, rows = settings.load(), []
    for each in waiting(loaded.home):
        if names and each.source not in names:
            continue
        try:
            sent = deliver(each.source, loaded.crawl, loaded.kafka, loaded.home)
        except AlreadyRunningError:
            rows.append({"source": each.source, "records": each.records, "delivered": 0, "state": "being crawled"})
            continue
        state = "waits" if not sent.is_whole else "refused" if sent.refused else "delivered"
        rows.append({"source": each.source, "records": each.records, "delivered": sent.acknowledged, "state": state})
    _print(rows, as_json)
    return UNDELIVERED if any(row["state"] in ("waits", "refused") for row in rows) else 0


def _print(rows: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print(orjson.dumps(rows).decode())
        return
    for row in rows:
        print("\t".join(str(value) for value in row.values()))
    if not rows:
        print("nothing waits")
