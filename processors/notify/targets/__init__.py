"""Where notifications go, by URL. A new way is one module and one line here."""

from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from processors.notify.targets import file, smtp, webhook
from processors.notify.targets.errors import TargetError
from processors.notify.targets.target import Target
from processors.settings import NotifySettings

SCHEMES: dict[str, Callable[[SplitResult, NotifySettings], Sequence[Target]]] = {
    "smtp": smtp.targets,
    "webhook+http": webhook.targets,
    "webhook+https": webhook.targets,
    "file": file.targets,
}


def targets(settings: NotifySettings) -> tuple[Target, ...]:
    """All targets of the settings. Raises TargetError, which names the target by its place and never quotes it."""
    found: list[Target] = []
    for place, written in enumerate(settings.targets):
        try:
            found += _targets(written, settings)
        except TargetError as error:
            raise TargetError(f"notify.targets[{place}]: {error}") from None
    return tuple(found)


def _targets(written: str, settings: NotifySettings) -> Sequence[Target]:
    try:
        url = urlsplit(written)
        _ = url.port  # raises for a port that is none
    except ValueError as error:
        raise TargetError(f"not a URL: {error}") from None
    if url.scheme not in SCHEMES:
        raise TargetError(f"unknown kind {url.scheme!r}", f"known: {', '.join(SCHEMES)}")
    return SCHEMES[url.scheme](url, settings)
