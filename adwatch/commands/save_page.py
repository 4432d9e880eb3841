"""`adwatch sources save NAME ADDRESS`: one more saved page for a pack, fetched by the rules of a crawl."""

from datetime import UTC, datetime

from adwatch import settings
from adwatch.errors import KnownError
from spiders.errors import SpiderError
from spiders.new_pack import save_pages
from spiders.read.bounds import UnreadableError
from spiders.read.page import Role
from spiders.scout import OnePage
from spiders.source import load_source


def save(name: str, address: str, role: str, stem: str | None) -> int:
    """Fetch a page, keep it under `pages/` with what it yields. Raises KnownError when it cannot be had or read."""
    if role not in list(Role):
        raise KnownError(f"--role {role}: a page is one of: {', '.join(Role)}")
    loaded = settings.load()
    from spiders.fetch import look_at  # Twisted and Scrapy take half a second to load
    from spiders.job import Job, new_run
    from spiders.permission import check_allowed

    now = datetime.now(UTC)
    try:
        source = load_source(name, loaded.crawl.sources)
        check_allowed(source, loaded.crawl, loaded.home, now)
        page = OnePage(stem=stem or f"{role}-{now:%Y%m%d-%H%M%S}", role=Role(role))
        look_at(Job(source, new_run(name, now), now, loaded.crawl, loaded.kafka, loaded.home), address, page)
        save_pages(source.folder / "pages", source, page)
    except SpiderError as error:
        raise KnownError(str(error)) from None
    except UnreadableError as error:
        raise KnownError(f"{address}: {error}") from None
    for file in page.pages:
        print(f"saved {source.folder / 'pages' / file}, and what it yields beside it: look at both")
    return 0
