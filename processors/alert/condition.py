"""The small language of conditions, as data: what a rule file may say under `condition:`.

    {field: score.band, op: in, value: [medium, high]}     one field of the ad
    {finding: [LB-06, LB-13], at_least: 2}                  findings, by state (`present` unless said otherwise)
    {some: contacts, where: {field: style, op: known}}      at least one item of a list meets a condition
    {all: [...]}  {any: [...]}  {none: [...]}               put together
    score.band in ["medium", "high"] and found("LB-06")     the same as one expression, see `expression.py`

It ends as data, however it is written, so that every part can be held against the types of the record before an ad is
seen, and so that nothing a rule says can run anything. It has no patterns: reading text is the indicators' work.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from processors.alert.expression import read
from schemas.finding import State

Op = Literal[
    "is", "is_not", "in", "not_in", "known", "at_least", "at_most", "above", "below",
    "has", "has_any", "has_all", "has_none", "size_at_least", "size_at_most",
]  # fmt: skip


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Compare(Strict):
    """One field against a value. A value that is not known meets no comparison; ask for it with `known`."""

    field: str
    op: Op
    value: Any = True


class HasFinding(Strict):
    """At least so many of these indicators were found in that state; `not_stated` is the state of the unfound."""

    finding: tuple[str, ...] | str
    state: State = State.PRESENT
    at_least: int = Field(1, ge=1, le=50)

    @property
    def indicators(self) -> frozenset[str]:
        """The indicators asked for."""
        return frozenset((self.finding,) if isinstance(self.finding, str) else self.finding)


class Some(Strict):
    """At least so many items of a list meet a condition, whose fields are the item's own."""

    some: str
    where: "Condition"
    at_least: int = Field(1, ge=1, le=1_000)


class AllOf(Strict):
    all: tuple["Condition", ...] = Field(min_length=1, max_length=50)


class AnyOf(Strict):
    any: tuple["Condition", ...] = Field(min_length=1, max_length=50)


class NoneOf(Strict):
    none: tuple["Condition", ...] = Field(min_length=1, max_length=50)


FORMS: dict[str, type[Strict]] = {
    "field": Compare, "finding": HasFinding, "some": Some, "all": AllOf, "any": AnyOf, "none": NoneOf,
}  # fmt: skip


def _form(value: Any) -> str | None:
    said = value if isinstance(value, dict) else getattr(value, "model_fields_set", ())
    found = [model.__name__ for form, model in FORMS.items() if form in said]
    return found[0] if len(found) == 1 else None


def _as_data(value: Any) -> Any:
    return read(value) if isinstance(value, str) else value


Condition = Annotated[
    Annotated[Compare, Tag("Compare")]
    | Annotated[HasFinding, Tag("HasFinding")]
    | Annotated[Some, Tag("Some")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[NoneOf, Tag("NoneOf")],
    Discriminator(
        _form,
        custom_error_type="condition_form",
        custom_error_message="expected an expression, or exactly one of: " + ", ".join(f"{form}:" for form in FORMS),
    ),
    BeforeValidator(_as_data),
]
for _model in (Some, AllOf, AnyOf, NoneOf):
    _model.model_rebuild()


def indicators_of(condition: Condition) -> set[str]:
    """Every indicator that a condition asks for."""
    if isinstance(condition, HasFinding):
        return set(condition.indicators)
    parts = [getattr(condition, name, ()) for name in ("all", "any", "none")]
    inner = [part for group in parts for part in group] + ([condition.where] if isinstance(condition, Some) else [])
    return {indicator for part in inner for indicator in indicators_of(part)}
