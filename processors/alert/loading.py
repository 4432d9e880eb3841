"""Rule files become rules: read, held against the types of the record, made ready to run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from processors.alert.condition import indicators_of
from processors.alert.examples import example_ads
from processors.alert.fields import FieldError, resolve
from processors.alert.kinds import KINDS
from processors.alert.linked import asked
from processors.alert.predicate import ConditionError, predicate
from processors.alert.rule import SUBJECT_FIELD, Rule, RuleFile
from processors.alert.sentence import NAMES, unknown_names
from processors.yaml_file import FileError, Loc, Problem, read_yaml
from schemas.ad import ScoredAd

INDICATOR = re.compile(r"[A-Z]{2}-\d{2}")


def load_rules(folder: Path) -> tuple[Rule[Any], ...]:
    """All rules of a folder, by id. Raises FileError with every problem of every file."""
    rules: list[Rule[Any]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            rules.append(load_rule(path))
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems)
    if not rules:
        raise FileError.at(folder, "no rules here (*.yml)")
    return tuple(rules)


def load_rule(path: Path) -> Rule[Any]:
    """The rule in a file. Raises FileError with everything that is wrong with it."""
    file = read_yaml(path)
    kind = KINDS.get(str(file.data.get("kind")))
    if kind is None:
        raise FileError([file.problem(("kind",), f"expected one of: {', '.join(KINDS)}")])
    said = file.into(kind.model)
    problems = [file.problem(loc, message) for loc, message in _problems(said, path)]
    if problems:
        raise FileError(problems)
    return ready(said)


def ready(said: RuleFile) -> Rule[Any]:
    """What a rule file says, ready to run."""
    keys = tuple(resolve(ScoredAd, field) for field in said.key_fields)
    met, made_ready = predicate(said.condition, ScoredAd), KINDS[said.kind].prepare(said)
    return Rule(said.id, said, met, keys, SUBJECT_FIELD[said.subject], made_ready, asked(said.condition))


def _problems(said: RuleFile, path: Path) -> Iterator[tuple[Loc, str]]:
    if said.id != path.stem:
        yield ("id",), f"must be the file's name without its ending: {path.stem}"
    try:
        predicate(said.condition, ScoredAd, ("condition",))
    except ConditionError as error:
        yield error.loc, str(error)
    try:
        KINDS[said.kind].prepare(said)
    except ConditionError as error:
        yield error.loc, str(error)
    yield from _key_problems(said)
    yield from _sentence_problems(said)
    for place, indicator in enumerate(said.indicators):
        if not INDICATOR.fullmatch(indicator):
            yield ("indicators", place), "expected an indicator's id such as LB-06"
    for indicator in sorted(_asked(said) - set(said.indicators)):
        yield ("indicators",), f"the condition asks for {indicator}; name it here"
    for side in ("fire", "not_fire"):
        for place, example in enumerate(getattr(said.examples, side)):
            try:
                example_ads(example)
            except ConditionError as error:
                yield ("examples", side, place, *error.loc), str(error)


def _asked(said: RuleFile) -> set[str]:
    """Every indicator that a rule's conditions ask for."""
    more = [*getattr(said, "parts", {}).values(), getattr(said, "match", None), getattr(said, "returning", None)]
    return {indicator for each in (said.condition, *more) if each is not None for indicator in indicators_of(each)}


def _key_problems(said: RuleFile) -> Iterator[tuple[Loc, str]]:
    for place, path in enumerate(said.key):
        try:
            field = resolve(ScoredAd, path)
        except FieldError as error:
            yield ("key", place), str(error)
        else:
            if not issubclass(field.type, (str, int)):
                yield ("key", place), f"{path} is not a value that can tell cases apart"


def _sentence_problems(said: RuleFile) -> Iterator[tuple[Loc, str]]:
    for language in type(said.sentence).model_fields:
        try:
            unknown = unknown_names(getattr(said.sentence, language))
        except ValueError as error:
            yield ("sentence", language), f"braces: {error}"
        else:
            if unknown:
                yield ("sentence", language), f"unknown {{{unknown[0]}}}; known: {', '.join(NAMES)}"
