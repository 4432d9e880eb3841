"""`adwatch search ...`: the analysts' questions, asked and answered on a terminal or for a program."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from adwatch import settings
from adwatch.errors import KnownError
from processors.index.client import SearchError, session
from processors.index.names import ADS
from processors.notify.clean import clean
from processors.searches import questions, synonyms
from processors.searches.marking import passages
from processors.searches.questions import Question, QuestionError
from processors.searches.wording import wanted

Ask = Callable[[], Question]


def since(days: int) -> datetime:
    """So many days ago."""
    return datetime.now(UTC) - timedelta(days=days)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def ask(make: Ask, as_json: bool) -> int:
    """Ask a question and print the answer; 0 also when nothing is found."""
    answer = answered(make)
    if as_json:
        print(json.dumps(answer))
    else:
        print("\n".join(lines(answer)) or "nothing found")
    return 0


def text(words: str, days: int | None, limit: int, as_json: bool) -> int:
    """Ads with these words, each with the passages that have them."""
    known = synonyms.load(settings.load().catalogue / "lexicons")
    begin = since(days) if days is not None else None
    answer = answered(lambda: questions.text(words, known, begin, limit))
    clauses = wanted(words, known)
    for hit in answer["hits"]:
        document = hit["ad"]
        both = f"{document['title']}\n{document.pop('body')}"
        hit["passages"] = passages(both, document["language"], clauses)
    print(json.dumps(answer) if as_json else "\n".join(lines(answer)) or "nothing found")
    return 0


def like(identity: str, limit: int, as_json: bool) -> int:
    """Ads that read like one ad."""
    alias = ADS.read(settings.load().search.prefix)
    return ask(lambda: questions.like(identity, alias, limit), as_json)


def answered(make: Ask) -> dict[str, Any]:
    """The answer: `total`, `hits` and `aggregations`, and whether the server ran out of time. Raises KnownError."""
    search = settings.load().search
    try:
        question = make()
        with session(search) as client:
            found = client.search(index=f"{search.prefix}-{question.kind}", body=question.body).body
    except QuestionError as error:
        raise KnownError(str(error)) from None
    except SearchError as error:
        raise KnownError(str(error)) from error
    name = question.kind.removesuffix("s")
    return {
        "total": found["hits"].get("total", {}).get("value"),
        "complete": not found["timed_out"],
        "hits": [{name: hit["_source"]} for hit in found["hits"]["hits"]],
        "aggregations": found.get("aggregations", {}),
    }


def lines(answer: dict[str, Any]) -> Iterator[str]:
    """The answer as a person reads it; text of ads cannot spoil the terminal."""
    if not answer["complete"]:
        yield "the server ran out of time: this is a part of the answer"
    for name, aggregation in answer["aggregations"].items():
        yield from _aggregation(name, aggregation, "")
    if answer["hits"]:
        yield f"{answer['total']} found" if answer["total"] is not None else "found:"
    for hit in answer["hits"]:
        yield clean(_hit(hit), 300)
        yield from (f"    {clean(each, 300)}" for each in hit.get("passages", ()))


def _hit(hit: dict[str, Any]) -> str:
    if "ad" in hit:
        ad = hit["ad"]
        price = f" {ad['price_amount']:g} {ad['price_unit']}" if ad.get("price_amount") is not None else ""
        return f"{ad['observed_at'][:16]} {ad['ad_id']} {ad['source']} {ad['band']}{price}: {ad['title']}"
    (group,) = (value for name, value in hit.items() if name != "passages")
    identity = group.get("actor") or group.get("cluster")
    where = ", ".join(group["countries"][:8])
    kinds = ", ".join(group["families"])
    return f"{identity}: {group['ads']} ads, {group['first_seen'][:10]} to {group['last_seen'][:10]}, {kinds}; {where}"


def _aggregation(name: str, found: dict[str, Any], indent: str) -> Iterator[str]:
    if "values" in found:
        yield f"{indent}{name}: " + ", ".join(f"{key} {_number(value)}" for key, value in found["values"].items())
    elif "value" in found:
        yield f"{indent}{name}: {found.get('value_as_string') or found['value']}"
    for bucket in found.get("buckets", ()):
        key = bucket["key_as_string"][:10] if "key_as_string" in bucket else clean(str(bucket["key"]), 40)
        yield f"{indent}{name} {key}: {bucket['doc_count']} ads"
        for inner, value in bucket.items():
            if isinstance(value, dict):
                yield from _aggregation(inner, value, indent + "  ")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
