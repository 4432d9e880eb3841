"""`adwatch replay SOURCE --from-archive`: pages read again after a change of the selectors."""

from dataclasses import asdict

import orjson

from adwatch import settings
from adwatch.errors import KnownError
from spiders.errors import AlreadyRunningError, SpiderError


def run(source: str, from_archive: bool, only: str | None, rehearse: bool, as_json: bool) -> int:
    """Raises KnownError when it is not said from where, or nothing can be read or sent."""
    from spiders.reread import reread

    if not from_archive:
        raise KnownError("say from where: --from-archive")
    loaded = settings.load()
    try:
        result = reread(source, loaded.crawl, loaded.kafka, loaded.home, only, rehearse)
    except AlreadyRunningError as error:
        raise KnownError(str(error), exit_code=3) from None
    except SpiderError as error:
        raise KnownError(str(error)) from None
    counts = {name: value for name, value in asdict(result).items() if not name.startswith("_")}
    if as_json:
        print(orjson.dumps(counts).decode())
    else:
        print(f"{source}: {'would send' if rehearse else 'sent'} {result.new + result.changed} ads")
        print(*(f"  {name}: {value}" for name, value in counts.items() if name != "source"), sep="\n")
    return 0
