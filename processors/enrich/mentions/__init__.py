"""The mentions of an ad: one module a kind, each with a `detect(passage)`; a new module is found by itself."""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from processors.enrich.passage import Found, Passage

Detect = Callable[[Passage], Iterator[Found]]

DETECTORS: dict[str, Detect] = {
    module.name: import_module(f"{__name__}.{module.name}").detect for module in pkgutil.iter_modules(__path__)
}


def find(passage: Passage, detectors: Iterable[Detect] = tuple(DETECTORS.values())) -> list[Found]:
    """Everything that the detectors find in a passage; claims may overlap."""
    return [found for detect in detectors for found in detect(passage)]
