"""`hook.py` of a source pack, for what is odd and cannot be said in YAML: one function from an ad to an ad.

    def ad(draft: Draft) -> Draft | None: ...

It gets every ad as found and returns it mended, or None for one that is no ad.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from spiders.errors import SpiderError
from spiders.read.page import Draft, Step
from spiders.source import HOOK, Source

Hook = Callable[[Draft], Draft | None]


def applied(source: Source, step: Step) -> Step:
    """The step with the source's hook applied to each ad. Raises SpiderError for a hook that is none."""
    return replace(step, ads=tuple(ad for draft in step.ads if (ad := mended(source, draft)) is not None))


def mended(source: Source, draft: Draft) -> Draft | None:
    """The ad as the source's hook mends it, or as it is. Raises SpiderError for a hook that is none."""
    mend = _hook(source.folder / HOOK)
    return mend(draft) if mend else draft


@cache
def _hook(path: Path) -> Hook | None:
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(f"adwatch_hook_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise SpiderError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    mend = getattr(module, "ad", None)
    if not callable(mend):
        raise SpiderError(f"{path}: expected a function `ad(draft)`")
    return mend  # type: ignore[no-any-return]  # what it returns is checked like everything that was found
