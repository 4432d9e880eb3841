"""Values of an ad's fields, for kinds that compare, count or list them."""

from collections.abc import Callable
from typing import Any

from processors.alert import fields
from processors.alert.fields import Field, FieldError
from processors.alert.predicate import ConditionError
from processors.yaml_file import Loc
from schemas.ad import ScoredAd
from schemas.mention import MentionKind

# Values that lie inside a mention, so that no path of fields reaches them; by name.
MENTIONED: dict[str, Callable[[ScoredAd], list[str]]] = {
    "place": lambda ad: of_kind(ad, MentionKind.PLACE),
    "country": lambda ad: regions(ad, MentionKind.PLACE),
    "age": lambda ad: of_kind(ad, MentionKind.AGE),
    "organisation": lambda ad: of_kind(ad, MentionKind.ORGANISATION),
}


def value_field(path: str, loc: Loc) -> Field:
    """The field at a path, or what mentions of a kind say: place, country, age, organisation. Raises ConditionError."""
    if path in MENTIONED:
        return Field(path, str, True, MENTIONED[path])
    try:
        field = fields.resolve(ScoredAd, path)
    except FieldError as error:
        raise ConditionError(loc, str(error)) from None
    if not issubclass(field.type, str | int | float | bool):
        raise ConditionError(loc, f"{path} is not a value; go on with a dot")
    return field


def number_field(path: str, loc: Loc) -> Field:
    """A field that holds one number, or `price`. Raises ConditionError."""
    if path == "price":
        return Field(path, float, False, price)
    field = value_field(path, loc)
    if field.many or field.type not in (int, float):
        raise ConditionError(loc, f"{path} is not one number")
    return field


def strings(field: Field, ad: ScoredAd) -> list[str]:
    """What a field holds, as text, each value once; empty where it holds nothing."""
    said = field.get(ad)
    values: Any = said if field.many else (said,)
    return [str(value) for value in dict.fromkeys(values) if value not in (None, "")]


def of_kind(ad: ScoredAd, kind: MentionKind) -> list[str]:
    """The values of an ad's mentions of a kind."""
    return [mention.value for mention in ad.mentions if mention.kind is kind]


def regions(ad: ScoredAd, kind: MentionKind) -> list[str]:
    """The countries of an ad's mentions of a kind."""
    return [mention.region for mention in ad.mentions if mention.kind is kind and mention.region]


def price(ad: ScoredAd) -> float | None:
    """The lowest price of an ad; None when it names none."""
    return min((float(each.price.amount) for each in ad.mentions if each.price is not None), default=None)
