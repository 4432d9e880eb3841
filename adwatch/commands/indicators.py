"""`adwatch indicators`: the catalogue to read and to check."""

import sys
from pathlib import Path
from typing import Any

import orjson

from adwatch import settings
from adwatch.catalogue_words import how
from adwatch.errors import KnownError
from processors.catalogue import Catalogue, Indicator, load
from processors.yaml_file import FileError

WRONG = 2


def list_indicators(family: str | None, language: str, as_json: bool) -> int:
    """One line an indicator: id, grade, strength, how it is looked for, name."""
    catalogue = _catalogue()
    chosen = [one for one in catalogue.indicators.values() if one.id.startswith((family or "").upper())]
    if not chosen:
        raise KnownError(f"no indicator begins with `{family}`; families: {', '.join(_families(catalogue))}")
    if as_json:
        _print_json([one.model_dump(mode="json") for one in chosen])
        return 0
    for one in chosen:
        label = one.label.in_language(language)
        print(f"{one.id}  {one.evidence_grade}  {one.strength.level:<6}  {how(one):<8}  {label}")
    looked_for = sum(one.gap is None for one in chosen)
    print(f"{len(chosen)} indicators, {looked_for} looked for; catalogue {catalogue.version}")
    return 0


def show(indicator: str, language: str, as_json: bool) -> int:
    """Everything the catalogue holds about one indicator, and its sources in full."""
    catalogue = _catalogue()
    one = catalogue.indicators.get(indicator.upper())
    if one is None:
        raise KnownError(f"no indicator `{indicator}`; see: adwatch indicators list")
    if as_json:
        _print_json(one.model_dump(mode="json"))
        return 0
    for name, value in _lines(one, catalogue, language):
        print(f"{name:<12} {value}")
    return 0


def check(folder: Path | None) -> int:
    """Hold every record and every word list against the rules and their examples; exit code 2 when one fails."""
    from processors.enrich.findings import build_detector
    from processors.enrich.findings.trial import wrong_examples

    try:
        catalogue = load(folder or settings.load().catalogue)
        build_detector(catalogue)
    except (FileError, ValueError) as error:
        print(error, file=sys.stderr)
        return WRONG
    wrong = list(wrong_examples(catalogue))
    for one in wrong:
        print(one, file=sys.stderr)
    topics = sum(len(lexicon.topics) for lexicon in catalogue.lexicons.values())
    languages = ", ".join(sorted(catalogue.languages))
    print(f"{len(catalogue.indicators)} indicators, {topics} topics in {languages}; {len(wrong)} examples fail")
    return WRONG if wrong else 0


def page(kind: str, language: str) -> int:
    """Print a page of the documentation that is made from the catalogue: `indicators` or `requirements`."""
    from adwatch.pages import indicators, requirements

    if kind == "requirements":
        print(requirements.page(_catalogue(), settings.load().catalogue), end="")
    else:
        print(indicators.page(_catalogue(), language), end="")
    return 0


def _lines(one: Indicator, catalogue: Catalogue, language: str) -> list[tuple[str, str]]:
    strength = f"{one.strength.level} ({one.strength.published}; {catalogue.sources[one.strength.source].cite})"
    lines = [
        ("id", one.id),
        ("name", one.label.in_language(language)),
        ("definition", one.definition.in_language(language)),
        ("question", one.question.in_language(language) if one.question else ""),
        ("forms", ", ".join(one.forms)),
        ("functions", ", ".join(one.functions)),
        ("dimension", catalogue.dimensions[one.dimension].label.in_language(language)),
        ("looked for", f"{how(one)}, in {', '.join(one.ads) or 'all'} ads"),
        ("strength", strength),
        ("evidence", f"grade {one.evidence_grade}, {one.polarity}"),
        ("weight", f"{one.default_weight:g}" if one.is_counted else "never scored"),
        ("gap", one.gap.in_language(language) if one.gap else ""),
    ]
    lines += [("source", catalogue.sources[source].cite) for source in one.sources]
    return [(name, value) for name, value in lines if value]


def _catalogue() -> Catalogue:
    try:
        return load(settings.load().catalogue)
    except FileError as error:
        raise KnownError(str(error)) from None


def _families(catalogue: Catalogue) -> list[str]:
    return sorted({one[:2] for one in catalogue.indicators})


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
