"""Elasticsearch filters of a rule become conditions: terms, ranges, exists, bool and the simplest query strings."""

import re
from typing import Any

from adwatch.elastalert.remarks import Remarks
from processors.alert.fields import FieldError, resolve
from schemas.ad import ScoredAd

Form = dict[str, Any]

# Names of the document in Elasticsearch and of other people's documents -> fields of the record.
ALIASES = {
    "band": "score.band",
    "score": "score.value",
    "language": "facts.language",
    "family": "source_family",
    "contact": "contacts.token",
    "contacts": "contacts.token",
    "tokens": "contacts.token",
    "findings": "findings.indicator",
    "indicator": "findings.indicator",
}
_RANGE = {"gte": "at_least", "gt": "above", "lte": "at_most", "lt": "below"}
_WORD = re.compile(r'([\w.]+):("[^"]+"|[\w.\-]+)')
EVERY_AD: Form = {"field": "source", "op": "known"}


def condition(filters: Any, remarks: Remarks) -> Form:
    """What all filters ask for together; every ad when nothing is left."""
    parts = [form for each in _list(filters) if (form := _form(each, remarks)) is not None]
    return dict(EVERY_AD) if not parts else parts[0] if len(parts) == 1 else {"all": parts}


def field_name(said: str, remarks: Remarks) -> str | None:
    """The field of an ad that a field of a document is; None, with a remark, when there is none."""
    plain = said.removesuffix(".keyword")
    for name in (plain, ALIASES.get(plain, plain)):
        try:
            field = resolve(ScoredAd, name)
        except FieldError:
            continue
        if field.type in (str, int, float, bool) or issubclass(field.type, str):
            return name
    remarks.add(said, "an ad has no such field; put in the one that is meant")
    return None


def _form(said: Any, remarks: Remarks) -> Form | None:
    if not isinstance(said, dict) or len(said) != 1:
        remarks.add("filter", f"{said!r} was left out")
        return None
    [(name, inner)] = said.items()
    match name:
        case "term" | "match_phrase":
            return _equal(inner, remarks)
        case "terms":
            return _terms(inner, remarks)
        case "range":
            return _range(inner, remarks)
        case "exists":
            known = field_name(str(inner.get("field")), remarks)
            return (known and {"field": known, "op": "known"}) or None
        case "bool":
            return _bool(inner, remarks)
        case "query" | "query_string":
            return _query(inner, remarks)
    remarks.add(name, "this kind of filter was left out")
    return None


def _equal(inner: Form, remarks: Remarks) -> Form | None:
    [(name, value)] = inner.items()
    known = field_name(name, remarks)
    asked = value.get("value", value.get("query")) if isinstance(value, dict) else value
    return _compare(known, [asked]) if known else None


def _terms(inner: Form, remarks: Remarks) -> Form | None:
    [(name, values)] = [each for each in inner.items() if each[0] != "boost"]
    known = field_name(name, remarks)
    return _compare(known, _list(values)) if known else None


def _compare(known: str, values: list[Any]) -> Form:
    if resolve(ScoredAd, known).many:
        return {"field": known, "op": "has_any", "value": values}
    if len(values) == 1:
        return {"field": known, "op": "is", "value": values[0]}
    return {"field": known, "op": "in", "value": values}


def _range(inner: Form, remarks: Remarks) -> Form | None:
    [(name, bounds)] = inner.items()
    known = field_name(name, remarks)
    if not known:
        return None
    if resolve(ScoredAd, known).type not in (int, float):
        remarks.add(name, "only numbers have ranges here")
        return None
    parts = [
        {"field": known, "op": _RANGE[bound], "value": value} for bound, value in bounds.items() if bound in _RANGE
    ]
    return parts[0] if len(parts) == 1 else {"all": parts}


def _bool(inner: Form, remarks: Remarks) -> Form | None:
    must = [*_list(inner.get("must", [])), *_list(inner.get("filter", []))]
    parts = [form for each in must if (form := _form(each, remarks))]
    for name, word in (("should", "any"), ("must_not", "none")):
        forms = [form for each in _list(inner.get(name, [])) if (form := _form(each, remarks))]
        parts += [{word: forms}] if forms else []
    return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}


def _query(inner: Any, remarks: Remarks) -> Form | None:
    if isinstance(inner, dict) and "query_string" in inner:
        inner = inner["query_string"]
    text = str(inner.get("query", "")) if isinstance(inner, dict) else str(inner)
    joint = " OR " if " OR " in text else " AND "
    words = [_WORD.fullmatch(part.strip()) for part in text.split(joint)]
    if not all(words):
        remarks.add("query_string", f"{text!r} is more than field:value pairs, all joined by AND or all by OR")
        return None
    forms = [form for word in words if word and (form := _equal({word[1]: word[2].strip('"')}, remarks))]
    return None if not forms else forms[0] if len(forms) == 1 else {"all" if joint == " AND " else "any": forms}


def _list(said: Any) -> list[Any]:
    return list(said) if isinstance(said, list) else [] if said is None else [said]
