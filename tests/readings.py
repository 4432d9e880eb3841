"""Ads read by the enrich stage, in a language that is given and not guessed; and the catalogue of this repository."""

from functools import cache
from pathlib import Path
from typing import Any

from processors.catalogue import Catalogue, load
from processors.enrich.findings import Detect, build_detector
from processors.enrich.language import Language
from processors.enrich.read import Tools, enrich
from processors.enrich.reading import Reading
from schemas.finding import Finding
from tests.factories import raw_ad


def reading(text: str, language: str | None = "en", supported: bool = True, **changes: Any) -> Reading:
    """The reading of an ad whose body is `text`; changes are those of `raw_ad`."""
    seen: list[Reading] = []

    def findings(one: Reading) -> tuple[Finding, ...]:
        seen.append(one)
        return ()

    known = Language(language, 1.0, supported)
    tools = Tools(lambda *_: known, findings, token_key=b"key of the tests", catalogue_version="test")
    enrich(raw_ad(**{"title": "", "body": text, "fields": {}, **changes}), tools)
    return seen[0]


@cache
def catalogue() -> Catalogue:
    """The catalogue of this repository, loaded once."""
    return load(Path(__file__).parents[1] / "catalogue")


@cache
def detector() -> Detect:
    """The detector over it."""
    return build_detector(catalogue())
