"""`adwatch rules check`: every rule file, its ties to the catalogue, and its examples."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adwatch import settings
from adwatch.errors import KnownError
from processors.alert import load_rule
from processors.alert.rule import Rule
from processors.alert.trial import failures
from processors.catalogue import Catalogue, load
from processors.yaml_file import FileError, Loc, Problem, read_yaml

WRONG = 2


def check(folder: Path | None) -> int:
    """Print one line per good rule, one per problem on standard error; exit code 2 when there is a problem."""
    home = settings.load().catalogue
    folder = folder or home / "rules"
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise KnownError(f"{folder}: no rules here (*.yml)")
    catalogue, problems = _catalogue(home)
    for path in paths:
        found = list(_problems_of(path, catalogue))
        problems += found
        if not found:
            print(_line(load_rule(path)))
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(paths)} rules, {len(problems)} problems")
    return WRONG if problems else 0


def _catalogue(home: Path) -> tuple[Catalogue | None, list[Problem]]:
    try:
        return load(home), []
    except FileError as error:
        return None, list(error.problems)


def _problems_of(path: Path, catalogue: Catalogue | None) -> Iterator[Problem]:
    try:
        rule = load_rule(path)
    except FileError as error:
        yield from error.problems
        return
    file = read_yaml(path)
    for loc, message in (*failures(rule), *(_loose_ties(rule, catalogue) if catalogue else ())):
        yield file.problem(loc, message)


def _loose_ties(rule: Rule[Any], catalogue: Catalogue) -> Iterator[tuple[Loc, str]]:
    """Indicators and sources that the catalogue does not have, or that must not lead to an alert."""
    for place, name in enumerate(rule.file.indicators):
        indicator = catalogue.indicators.get(name)
        if indicator is None:
            yield ("indicators", place), f"{name} is not in the catalogue"
        elif indicator.children_lane or not indicator.is_counted:
            yield ("indicators", place), f"{name} is never scored; no alert may rest on it"
    for place, source in enumerate(rule.file.source):
        if source not in catalogue.sources:
            yield ("source", place), f"{source} is not in sources.yml"


def _line(rule: Rule[Any]) -> str:
    said, examples = rule.file, rule.file.examples
    numbers = f"{len(examples.fire)} that fire, {len(examples.not_fire)} that do not"
    return f"ok  {said.id:32} {said.kind:16} {said.severity.value:8} examples: {numbers}"
