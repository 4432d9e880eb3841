"""The connection to the search engine. Retries are the plumbing's business alone, so the client does none."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.serializer import OrjsonSerializer

from processors.index.servers import NODES, TITLES, WrongServerError
from processors.settings import SearchSettings

_NAME = re.compile("[a-z_]{1,80}")


class SearchError(Exception):
    """Raised when the search engine cannot be asked or refuses; the message says what to do."""


def connect(settings: SearchSettings) -> Elasticsearch:
    """A client; nothing is sent yet."""
    login = None
    if settings.username is not None and settings.password is not None:
        login = (settings.username, settings.password.get_secret_value())
    return Elasticsearch(
        settings.url,
        node_class=NODES[settings.kind],
        basic_auth=login,
        api_key=settings.api_key.get_secret_value() if settings.api_key else None,
        request_timeout=settings.timeout_s,
        max_retries=0,
        retry_on_timeout=False,
        serializer=OrjsonSerializer(),
    )


def kind(error: ApiError) -> str:
    """What the server calls its refusal. Anything but such a name may be a page of a proxy, or quote the request."""
    name = str(error.error)
    return name if _NAME.fullmatch(name) else "no reason given"


@contextmanager
def session(settings: SearchSettings) -> Iterator[Elasticsearch]:
    """A client for commands: what goes wrong in between is a SearchError with a clear message."""
    client, title = connect(settings), TITLES[settings.kind]
    try:
        yield client
    except WrongServerError as error:
        raise SearchError(str(error)) from error
    except TransportError as error:
        raise SearchError(f"{title} does not answer at {settings.url} ({type(error).__name__}); is it up?") from error
    except NotFoundError as error:
        raise SearchError("an index is missing; run: adwatch index init") from error
    except ApiError as error:
        raise SearchError(f"{title} at {settings.url} refused ({error.status_code}, {kind(error)})") from error
    finally:
        client.close()
