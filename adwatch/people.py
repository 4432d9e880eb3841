"""Who is at the keyboard."""

import os
import pwd
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
    login = login_name()
    if claimed is None or claimed == login:
        return Person(login, login)
    if not settings.review.shared_login:
        raise KnownError("--by is for people who share a login; each has one here (setting review.shared_login)")
    if not _NAME.fullmatch(claimed):
        raise KnownError("--by expects a name of letters, digits and . _ @ -")
    return Person(claimed, login)


def login_name() -> str:
    """The name of the user the process runs as. The environment (`LOGNAME`) is not asked: it says what one likes."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user need not have a name
        return f"uid {os.getuid()}"
