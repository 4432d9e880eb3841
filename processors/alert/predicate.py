"""Conditions become functions of an ad, after each part was held against the types of the record."""

from collections.abc import Callable
from typing import Any

from processors.alert.condition import AllOf, AnyOf, Compare, Condition, HasFinding, NoneOf, Some
from processors.alert.fields import Field, FieldError, resolve
from processors.alert.operators import SIZES, asked_type, convert, tests_of
from processors.yaml_file import Loc
from schemas.base import Record
from schemas.finding import State

Predicate = Callable[[Any], bool]


class ConditionError(ValueError):
    """Raised when a condition does not fit the record; `loc` is the place inside the condition."""

    def __init__(self, loc: Loc, message: str) -> None:
        super().__init__(message)
        self.loc = loc


def predicate(condition: Condition, record: type[Record], loc: Loc = ()) -> Predicate:
    """The condition as a function of a `record`. Raises ConditionError."""
    match condition:
        case Compare():
            return _compare(condition, record, loc)
        case HasFinding():
            return _has_finding(condition, record, loc)
        case Some():
            return _some(condition, record, loc)
        case AllOf():
            return _all(_parts(condition.all, record, (*loc, "all")))
        case AnyOf():
            return _any(_parts(condition.any, record, (*loc, "any")))
        case NoneOf():
            nothing = _any(_parts(condition.none, record, (*loc, "none")))
            return lambda ad: not nothing(ad)


def _parts(conditions: tuple[Condition, ...], record: type[Record], loc: Loc) -> tuple[Predicate, ...]:
    return tuple(predicate(part, record, (*loc, place)) for place, part in enumerate(conditions))


def _all(parts: tuple[Predicate, ...]) -> Predicate:
    def every(ad: Any) -> bool:
        for part in parts:  # noqa: SIM110 - all() over a generator takes twice as long
            if not part(ad):
                return False
        return True

    return parts[0] if len(parts) == 1 else every


def _any(parts: tuple[Predicate, ...]) -> Predicate:
    def either(ad: Any) -> bool:
        for part in parts:  # noqa: SIM110 - as above
            if part(ad):
                return True
        return False

    return parts[0] if len(parts) == 1 else either


def _compare(condition: Compare, record: type[Record], loc: Loc) -> Predicate:
    field = _field(record, condition.field, (*loc, "field"))
    if issubclass(field.type, Record) and not (field.many and condition.op in SIZES):
        raise ConditionError((*loc, "field"), f"{field.path} is not a value; go on with a dot, or ask with `some:`")
    get, op = field.get, condition.op
    if op == "known":
        wanted = _asked(bool, condition.value, loc)
        return lambda ad: (get(ad) not in (None, "", ())) is wanted
    tests = tests_of(field)
    if op not in tests:
        raise ConditionError((*loc, "op"), f"{field.path} allows: {', '.join((*tests, 'known'))}")
    asked, test = _asked(asked_type(field, op), condition.value, loc), tests[op]

    def met(ad: Any) -> bool:
        said = get(ad)
        return said is not None and test(said, asked)

    return met


def _asked(kind: Any, value: Any, loc: Loc) -> Any:
    try:
        return convert(value, kind)
    except ValueError as error:
        raise ConditionError((*loc, "value"), str(error)) from None


def _has_finding(condition: HasFinding, record: type[Record], loc: Loc) -> Predicate:
    _field(record, "findings", (*loc, "finding"))
    asked, state, at_least = condition.indicators, condition.state, condition.at_least
    if at_least > len(asked):
        raise ConditionError((*loc, "at_least"), f"asks for {at_least} of {len(asked)}")
    if state is State.NOT_STATED:
        return lambda ad: len(asked - {f.indicator for f in ad.findings if f.state is not state}) >= at_least
    if at_least == 1:
        return _found(asked, state)
    return lambda ad: len({f.indicator for f in ad.findings if f.state is state} & asked) >= at_least


def _found(asked: frozenset[str], state: State) -> Predicate:
    def found(ad: Any) -> bool:
        for finding in ad.findings:  # noqa: SIM110 - as above
            if finding.indicator in asked and finding.state is state:
                return True
        return False

    return found


def _some(condition: Some, record: type[Record], loc: Loc) -> Predicate:
    field = _field(record, condition.some, (*loc, "some"))
    if not (field.many and issubclass(field.type, Record)):
        raise ConditionError((*loc, "some"), f"{field.path} is not a list of records; ask with `field:` instead")
    get, at_least = field.get, condition.at_least
    where = predicate(condition.where, field.type, (*loc, "where"))
    return lambda ad: sum(map(where, get(ad))) >= at_least


def _field(record: type[Record], path: str, loc: Loc) -> Field:
    try:
        return resolve(record, path)
    except FieldError as error:
        raise ConditionError(loc, str(error)) from None
