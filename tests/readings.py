"""Ads read by the enrich stage, in a language that is given and not guessed; and the catalogue of this repository."""

from functools import cache
from pathlib import Path
from typing import Any

from processors.catalogue import Catalogue, load
from processors.enrich.findings import Detect, build_detector
from processors.enrich.findings.trial import reading as read
from processors.enrich.reading import Reading
from tests.factories import raw_ad


def reading(text: str, language: str | None = "en", supported: bool = True, **changes: Any) -> Reading:
    """The reading of an ad whose body is `text`; changes are those of `raw_ad`."""
    return read(raw_ad(**{"title": "", "body": text, "fields": {}, **changes}), language, supported)


@cache
def catalogue() -> Catalogue:
    """The catalogue of this repository, loaded once."""
    return load(Path(__file__).parents[1] / "catalogue")


@cache
def detector() -> Detect:
    """The detector over it."""
    return build_detector(catalogue())
