"""Where things lie that can be fetched or made again: the engines' programs, the gazetteer's table."""

import os
from pathlib import Path

_SYSTEM = Path("/var/cache/adwatch")


def cache_folder() -> Path:
    """The folder `ADWATCH_CACHE`, else the account's own cache, for all its installations.

    For root it is a system folder: Elasticsearch runs as another account there, which cannot look into root's home.
    Raises RuntimeError for an account without a home.
    """
    if named := os.environ.get("ADWATCH_CACHE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return _SYSTEM
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "adwatch"
