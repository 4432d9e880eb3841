"""Reads the catalogue's folder: indicators, dimensions, sources, word lists, benchmarks.

<folder>/sources.yml               id -> where a statement comes from
<folder>/dimensions.yml            id -> dimension of the combination rule
<folder>/indicators/*.yml          `indicators:` a list of records
<folder>/lexicons/<language>/      language.yml, and topics in every other file
<folder>/benchmarks/*.yml          wages by country, and what currencies are worth
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from pydantic import RootModel

from processors.catalogue.benchmarks import load_benchmarks
from processors.catalogue.catalogue import Catalogue
from processors.catalogue.checks import check
from processors.catalogue.lexicon import Lexicon
from processors.catalogue.load_lexicon import load_lexicon
from processors.catalogue.problems import collecting
from processors.catalogue.records import DimensionInfo, Entry, Indicator, Source
from processors.yaml_file import FileError, Loc, Problem, YamlFile, read_yaml


class IndicatorFile(Entry):
    """A file of indicators."""

    indicators: tuple[Indicator, ...]


class DimensionFile(RootModel[dict[str, DimensionInfo]]):
    """`dimensions.yml`."""


class SourceFile(RootModel[dict[str, Source]]):
    """`sources.yml`."""


class Written(NamedTuple):
    """An indicator and where it is written."""

    file: YamlFile
    number: int
    indicator: Indicator

    def problem(self, field: Loc, message: str) -> Problem:
        """Something wrong with a field of it."""
        return self.file.problem(("indicators", self.number, *field), f"{self.indicator.id}: {message}")


def load(folder: Path) -> Catalogue:
    """The catalogue in `folder`. Raises FileError with every problem found, each with file and line."""
    problems: list[Problem] = []
    written = _indicators(folder / "indicators", problems)
    lexicons = _lexicons(folder / "lexicons", problems)
    dimensions: dict[str, DimensionInfo] = {}
    sources: dict[str, Source] = {}
    with collecting(problems):
        dimensions = read_yaml(folder / "dimensions.yml").into(DimensionFile).root
    with collecting(problems):
        sources = read_yaml(folder / "sources.yml").into(SourceFile).root
    if problems:  # the rules below speak of the whole, and would repeat them
        raise FileError(problems)
    indicators = {one.indicator.id: one.indicator for one in written}
    benchmarks = load_benchmarks(folder / "benchmarks", sources)
    catalogue = Catalogue(_version(folder), indicators, dimensions, sources, lexicons, benchmarks)
    problems = _twice(written)
    problems += [one.problem(*wrong) for one in written for wrong in check(one.indicator, catalogue)]
    if problems:
        raise FileError(problems)
    return catalogue


def _indicators(folder: Path, problems: list[Problem]) -> list[Written]:
    written: list[Written] = []
    for path in sorted(folder.glob("*.yml")):
        with collecting(problems):
            file = read_yaml(path)
            entries = file.into(IndicatorFile).indicators
            written += [Written(file, number, one) for number, one in enumerate(entries)]
    if not written and not problems:
        problems.append(Problem(folder, 1, "", "no indicators here"))
    return written


def _lexicons(folder: Path, problems: list[Problem]) -> dict[str, Lexicon]:
    lexicons: dict[str, Lexicon] = {}
    for path in sorted(path for path in folder.glob("*") if path.is_dir()):
        with collecting(problems):
            lexicons[path.name] = load_lexicon(path)
    return lexicons


def _twice(written: list[Written]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for one in written:
        if one.indicator.id in seen:
            problems.append(one.problem(("id",), "given twice; an id is never reused"))
        seen.add(one.indicator.id)
    return problems


def files(folder: Path) -> list[Path]:
    """All files that decide what is found and how it counts."""
    paths = [folder / "sources.yml", folder / "dimensions.yml"]
    parts = ("indicators/*.yml", "lexicons/*/*.yml", "benchmarks/*.yml")
    return paths + [path for part in parts for path in sorted(folder.glob(part))]


def _version(folder: Path) -> str:
    """Twelve hex digits of a hash over the names and bytes of these files."""
    digest = hashlib.blake2b(digest_size=6)
    for path in files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
