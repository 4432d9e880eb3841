"""Kafka and the search engine: whether they answer and have what adwatch needs."""

from adwatch.doctor.line import Line, Mark
from adwatch.settings import Settings


def kafka(settings: Settings) -> Line:
    """The broker and its topics."""
    from infra import topics
    from infra.errors import EngineError

    try:
        missing = topics.missing(settings.kafka.bootstrap, settings.kafka.topic)
    except EngineError as error:
        return Line("Kafka", Mark.FAIL, str(error), "start it: adwatch engines up")
    if missing:
        return Line("Kafka", Mark.FAIL, f"no topic {', '.join(missing)}", "create them: adwatch topics apply")
    return Line("Kafka", Mark.OK, f"{settings.kafka.bootstrap}, every topic is there")


def search(settings: Settings) -> Line:
    """The search engine, its indices, and what it lacks."""
    from processors.index.client import SearchError
    from processors.index.servers import TITLES
    from processors.index.setup import status

    title = TITLES[settings.search.kind]
    try:
        found = status(settings.search)
    except SearchError as error:
        return Line(title, Mark.FAIL, str(error), "start it: adwatch engines up")
    missing = [kind for kind, entry in found["indices"].items() if entry is None]
    if missing:
        return Line(title, Mark.FAIL, f"no index for {', '.join(missing)}", "make it: adwatch index init")
    if closed := [kind for kind, entry in found["indices"].items() if entry["closed"]]:
        mend = f"unless one is under way: adwatch index migrate {' '.join(closed)}"
        return Line(title, Mark.FAIL, f"closed for writing by a migration: {', '.join(closed)}", mend)
    server = f"{found['version']} at {found['url']}, every index is there"
    if found["reduced"]:
        return Line(title, Mark.WARN, f"{server}; {'; '.join(found['reduced'])}", FULL_SERVER)
    return Line(title, Mark.OK, server)


FULL_SERVER = "good enough for demo, tests and small installations; a full Elasticsearch has the rest"
