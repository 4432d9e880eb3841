"""Who is at the keyboard."""

import getpass
import os
import re
from typing import NamedTuple

from adwatch.errors import KnownError
from processors.settings import ProcessorSettings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")


class Person(NamedTuple):
    """`name` acts; `login` is what the system knows the process by. They differ only where people share a login."""

    name: str
    login: str


def person(settings: ProcessorSettings, claimed: str | None) -> Person:
    """The person who runs this command. Raises KnownError for a claim that the settings do not allow."""
    login = _login()
    if claimed is None or claimed == login:
        return Person(login, login)
    if not settings.review.shared_login:
        raise KnownError("--by is for people who share a login; each has one here (setting review.shared_login)")
    if not _NAME.fullmatch(claimed):
        raise KnownError("--by expects a name of letters, digits and . _ @ -")
    return Person(claimed, login)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return f"uid {os.getuid()}"
