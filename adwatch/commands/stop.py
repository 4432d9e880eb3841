"""`adwatch sources stop | resume`: the stop switch."""

from adwatch import audit, settings
from adwatch.errors import KnownError
from adwatch.people import login_name
from spiders import switch
from spiders.source import source_names


def stop(name: str | None, everything: bool, why: str) -> int:
    """Stop one source or all. Raises KnownError when it is not said which."""
    which = _which(name, everything)
    home, login = settings.load().home, login_name()
    audit.append(home, "source.stop", which, login, login, {"why": why})
    switch.stop(home, which, why)
    print(f"stopped: {_called(which)}; `adwatch sources resume {name or '--all'}` ends that")
    return 0


def resume(name: str | None, everything: bool) -> int:
    """End a stop; 1 when there was none. Raises KnownError when it is not said which."""
    which = _which(name, everything)
    home, login = settings.load().home, login_name()
    audit.append(home, "source.resume", which, login, login)
    ended = switch.resume(home, which)
    print(f"{'resumed' if ended else 'was not stopped'}: {_called(which)}")
    return 0 if ended else 1


def _which(name: str | None, everything: bool) -> str:
    if bool(name) == everything:
        raise KnownError("say which source, or --all")
    known = source_names(settings.load().crawl.sources)
    if name and name not in known:
        raise KnownError(f"no source {name!r}; there is: {', '.join(known) or 'none'}")
    return name or switch.ALL


def _called(which: str) -> str:
    return "all sources" if which == switch.ALL else which
