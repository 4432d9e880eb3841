"""Where notifications go, by URL. A new way is one module and one line here; apprise knows a hundred more."""

from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from processors.notify.targets import chat, file, smtp, webhook
from processors.notify.targets.errors import TargetError
from processors.notify.targets.target import Target
from processors.settings import NotifySettings

SCHEMES: dict[str, Callable[[SplitResult, NotifySettings], Sequence[Target]]] = {
    "smtp": smtp.targets,
    "smtp+tls": smtp.targets,
    "smtps": smtp.targets,
    "webhook+http": webhook.targets,
    "webhook+https": webhook.targets,
    "file": file.targets,
}


def targets(settings: NotifySettings, urls: Sequence[str] | None = None, where: str = "targets") -> tuple[Target, ...]:
    """All targets of the URLs, or of `notify.targets`.

    Raises TargetError, which names the target by its place in the settings and never quotes it.
    """
    found: list[Target] = []
    for place, written in enumerate(settings.targets if urls is None else urls):
        try:
            found += _targets(written, settings)
        except TargetError as error:
            raise TargetError(f"notify.{where}[{place}]: {error}") from None
    return tuple(found)


def _targets(written: str, settings: NotifySettings) -> Sequence[Target]:
    scheme = written.partition("://")[0].partition(":")[0].lower()
    if scheme not in SCHEMES:
        return chat.targets(written, settings)
    try:
        url = urlsplit(written)
        _ = url.port  # raises for a port that is none
    except ValueError as error:
        raise TargetError(f"not a URL: {error}") from None
    return SCHEMES[scheme](url, settings)
