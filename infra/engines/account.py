"""The account Elasticsearch runs under when we are root, which it refuses to be."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.engines.places import is_root
from infra.errors import EngineError

ACCOUNTS = ("adwatch", "elasticsearch", "nobody")  # the first one that exists


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account of this machine."""

    user: int
    group: int

    def own(self, folder: Path) -> None:
        """Give `folder` and everything in it to this account."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.user, self.group, follow_symlinks=False)

    def options(self) -> dict[str, Any]:
        """Arguments of `subprocess.Popen` that drop every right but this account's."""
        return {"user": self.user, "group": self.group, "extra_groups": []}


def unprivileged() -> Account | None:
    """The account to drop to; None when we are an ordinary user anyway. Raises EngineError when there is none."""
    if not is_root():
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EngineError(f"Elasticsearch does not run as root and none of the accounts {', '.join(ACCOUNTS)} exists")
