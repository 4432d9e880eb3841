"""What analysts ask, each as one search: plain values in, the body of a search out.

Values become terms, ranges and words to match, never a query language, so nothing that a person types can change what
is asked. Every question is bounded: hits, buckets, words, days and the time a server may take.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from processors.searches.synonyms import Synonyms
from processors.searches.wording import wanted

TIMEOUT = "5s"  # then the server answers with what it has, and says so
MOST_HITS, MOST_BUCKETS, MOST_COUNTED, MOST_DAYS, MOST_KM = 100, 200, 10_000, 730, 500
MOST_COMMON = 50_000  # ads that have a word: a more common one says nothing of likeness, and costs most
MOST_VALUE = 200  # characters of an id, a token, a name
SHOWN = ["ad_id", "source", "source_family", "observed_at", "title", "cluster", "actor", "band", "score", "indicators",
         "located.name", "located.country", "price_amount", "price_unit", "language"]  # fmt: skip


class QuestionError(ValueError):
    """Raised for a question that is out of bounds; the message says what is allowed."""


class Question(NamedTuple):
    """One search: the kind of index it is for, and its body."""

    kind: str
    body: dict[str, Any]


def contact(token: str, limit: int = 20) -> Question:
    """All ads of a contact, by its token, the newest first."""
    return _ads({"term": {"contacts.token": _value(token)}}, limit)


def actor(identity: str, since: datetime, until: datetime) -> Question:
    """An actor over time: ads a week by country, where, of which kinds, and the newest ads."""
    weeks = _weeks({"countries": _top("located.country", 20)})
    aggs = {"weeks": weeks, "places": _top("located.name"), "families": _top("source_family", 10)}
    return _ads([{"term": {"actor": _value(identity)}}, _between(since, until)], 20, aggs)


def template(cluster: str, home: str = "", limit: int = 20) -> Question:
    """The same template in other places than `home`: how many ads in which, since when, of how many actors."""
    query: dict[str, Any] = {"bool": {"filter": [{"term": {"cluster": _value(cluster)}}]}}
    if home:
        query["bool"]["must_not"] = [{"term": {"located.name": _value(home)}}]
    inside = {"first": {"min": {"field": "first_seen"}}, "actors": {"cardinality": {"field": "actor"}}}
    return _ads(query, limit, {"places": {**_top("located.name"), "aggs": inside}})


def indicator(identity: str, since: datetime, until: datetime) -> Question:
    """An indicator by country and week."""
    countries = {**_top("located.country", 50), "aggs": {"weeks": _weeks({})}}
    return _ads([{"term": {"indicators": _value(identity)}}, _between(since, until)], 0, {"countries": countries})


def near(latitude: float, longitude: float, kilometres: float, since: datetime, limit: int = 20) -> Question:
    """Ads about places near a point, the nearest first."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < kilometres <= MOST_KM):
        raise QuestionError(f"expected a latitude, a longitude and a distance of at most {MOST_KM} km")
    point = {"lat": latitude, "lon": longitude}
    within = {"geo_distance": {"distance": f"{kilometres}km", "located.point": point}}
    order = {"_geo_distance": {"located.point": point, "order": "asc", "unit": "km", "ignore_unmapped": True}}
    question = _ads([within, {"range": {"observed_at": {"gte": since.isoformat()}}}], limit)
    return question._replace(body={**question.body, "sort": [order, {"observed_at": "desc"}]})


def moving(days: int, now: datetime, limit: int = 50) -> Question:
    """Actors seen in several countries within the last days, the latest first."""
    return Question("actors", _body([_last(days, now, "elsewhere_at")], limit, sort=[{"elsewhere_at": "desc"}]))


def new_templates(days: int, now: datetime, at_least: int = 2, limit: int = 50) -> Question:
    """Templates that were first seen in the last days and have several ads, the most used ones first."""
    query = [_last(days, now, "first_seen"), {"range": {"ads": {"gte": _limit(at_least)}}}]
    return Question("clusters", _body(query, limit, sort=[{"ads": "desc"}, {"first_seen": "desc"}]))


def price(unit: str, since: datetime, country: str = "", place: str = "", amount: float | None = None) -> Question:
    """Prices of one unit ("EUR/hour") in a country or place: the local norm, the cheapest ads, and where `amount` is.

    The norm is in `norm` (percentiles), the share of ads that ask for no more than `amount` in `rank`.
    """
    query: list[dict[str, Any]] = [
        {"term": {"price_unit": _value(unit)}},
        {"range": {"observed_at": {"gte": since.isoformat()}}},
    ]
    named = (("located.country", country), ("located.name", place))
    query += [{"term": {field: _value(value)}} for field, value in named if value]
    aggs: dict[str, Any] = {"norm": {"percentiles": {"field": "price_amount", "percents": [5, 25, 50, 75, 95]}}}
    if amount is not None:
        aggs["rank"] = {"percentile_ranks": {"field": "price_amount", "values": [amount]}}
    question = _ads(query, 20, aggs)
    return question._replace(body={**question.body, "sort": [{"price_amount": "asc"}, {"ad_id": "asc"}]})


def bridges(first: str, second: str, since: datetime, limit: int = 50) -> Question:
    """Actors with ads on sources of both families, for instance job_board and adult_services, the newest first."""
    query: list[dict[str, Any]] = [{"term": {"families": _value(each)}} for each in (first, second)]
    query.append({"range": {"last_seen": {"gte": since.isoformat()}}})
    return Question("actors", _body(query, limit, sort=[{"last_seen": "desc"}, {"ads": "desc"}]))


def text(words: str, synonyms: Synonyms, since: datetime | None = None, limit: int = 20) -> Question:
    """Ads whose masked text has all of the words, in any form of theirs; `word*` and `wo*d` are patterns.

    "quoted words" stand side by side. Words of the lexicons' groups are found in every language. Raises QuestionError.
    """
    try:
        must = wanted(words, synonyms)
    except ValueError as error:
        raise QuestionError(str(error)) from None
    within = [{"range": {"observed_at": {"gte": since.isoformat()}}}] if since else []
    body = _body({"bool": {"must": must, "filter": within}}, limit)
    return Question("ads", {**body, "_source": [*SHOWN, "body"]})


def like(identity: str, index_name: str, limit: int = 20) -> Question:
    """Ads with much the same words as one ad, other ads of its cluster among them."""
    asked = {
        "fields": ["stems"],
        "like": [{"_index": index_name, "_id": _value(identity)}],
        "min_term_freq": 1,
        "min_doc_freq": 2,
        "max_doc_freq": MOST_COMMON,
        "max_query_terms": 12,
        "minimum_should_match": "40%",
    }
    return Question("ads", {**_body({"more_like_this": asked}, limit), "_source": SHOWN, "track_total_hits": False})


def _ads(query: Any, limit: int, aggs: dict[str, Any] | None = None) -> Question:
    body = _body(query, limit, sort=[{"observed_at": "desc"}, {"ad_id": "asc"}])
    return Question("ads", {**body, "_source": SHOWN, **({"aggs": aggs} if aggs else {})})


def _body(query: Any, limit: int, sort: list[Any] | None = None) -> dict[str, Any]:
    asked = {"bool": {"filter": query}} if isinstance(query, list) or "term" in query else query
    size = 0 if limit == 0 else _limit(limit)
    body = {"query": asked, "size": size, "timeout": TIMEOUT, "track_total_hits": MOST_COUNTED}
    return {**body, "sort": sort} if sort and size else body


def _top(field: str, size: int = MOST_BUCKETS) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size}}


def _weeks(inside: dict[str, Any]) -> dict[str, Any]:
    return {"date_histogram": {"field": "observed_at", "calendar_interval": "week", "min_doc_count": 1}, "aggs": inside}


def _between(since: datetime, until: datetime) -> dict[str, Any]:
    if not timedelta() < until - since <= timedelta(days=MOST_DAYS):
        raise QuestionError(f"expected a beginning before the end, and at most {MOST_DAYS} days")
    return {"range": {"observed_at": {"gte": since.isoformat(), "lt": until.isoformat()}}}


def _last(days: int, now: datetime, field: str) -> dict[str, Any]:
    if not 1 <= days <= MOST_DAYS:
        raise QuestionError(f"expected from 1 to {MOST_DAYS} days")
    return {"range": {field: {"gte": (now - timedelta(days=days)).isoformat(), "lte": now.isoformat()}}}


def _value(value: str) -> str:
    if not 1 <= len(value) <= MOST_VALUE:
        raise QuestionError(f"expected a value of 1 to {MOST_VALUE} characters")
    return value


def _limit(limit: int) -> int:
    if not 1 <= limit <= MOST_HITS:
        raise QuestionError(f"expected from 1 to {MOST_HITS} results")
    return limit
