"""Bulk requests: how they are cut, and what is said about a refusal."""

import json

import pytest

from processors.errors import StageStoppedError
from processors.index import bulk, refusals
from processors.index.bulk import Action
from processors.index.refusals import DONE
from processors.stage import Reject, Retry
from tests import factories


def sizes(parts: list[list[Action]]) -> list[int]:
    return [len(part) for part in parts]


def actions(*sizes_in_bytes: int) -> list[Action]:
    return [Action(b"{}", b"x" * size) for size in sizes_in_bytes]


CUTS = {
    "nothing": ((), []),
    "few and small": ((10, 10, 10), [3]),
    "many": ((1,) * 1001, [500, 500, 1]),
    "large": ((2_000_000,) * 5, [2, 2, 1]),
    "one too large goes alone": ((10, 6_000_000, 10), [1, 1, 1]),
}


@pytest.mark.parametrize("case", CUTS)
def test_requests_are_bounded_in_count_and_bytes(case: str) -> None:
    given, expected = CUTS[case]
    cut = list(bulk.parts(actions(*given)))
    assert sizes(cut) == expected
    assert [action for part in cut for action in part] == actions(*given)


def test_an_ad_is_ordered_by_when_it_was_seen_and_an_alert_is_only_created() -> None:
    ad, alert = factories.scored_ad(revision=2), factories.alert()
    newer = bulk.index_newer(ad.ad_id, ad.version, ad)
    assert json.loads(newer.order) == {
        "index": {"_id": ad.ad_id, "version": ad.observed_ms * 1000 + 2, "version_type": "external_gte"}
    }
    assert json.loads(bulk.create(alert.alert_id, alert).order) == {"create": {"_id": alert.alert_id}}


def item(status: int, kind: str = "some_exception", reason: str = "") -> dict[str, object]:
    return {"status": status, "error": {"type": kind, "reason": reason}}


ANSWERS = {
    "created": (item(201), DONE),
    "updated": (item(200), DONE),
    "a later version is there": (item(409, "version_conflict_engine_exception"), DONE),
    "busy": (item(429, "es_rejected_execution_exception"), Retry("search: 429 es_rejected_execution_exception")),
    "no shard": (item(503, "unavailable_shards_exception"), Retry("search: 503 unavailable_shards_exception")),
    "deleted since we looked": (item(404, "document_missing_exception"), refusals.CONFLICT),
    "broken inside": (item(500, "translog_exception"), Retry("search: 500 translog_exception")),
    "bad value": (
        item(400, "document_parsing_exception", "[1:9] failed to parse field [posted_at] of type [date]: 'some text'"),
        Reject("refused_by_search", "document_parsing_exception in posted_at"),
    ),
    "bad, and in the words of another refusal": (
        item(400, "document_parsing_exception", "failed to parse field [source] ... value: 'pipeline with id [x]'"),
        Reject("refused_by_search", "document_parsing_exception in source"),
    ),
    "bad, who knows where": (
        item(400, "illegal_argument_exception", "some text of an ad"),
        Reject("refused_by_search", "illegal_argument_exception"),
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_item_is_answered_and_no_refusal_quotes_the_ad(case: str) -> None:
    answer, expected = ANSWERS[case]
    assert refusals.outcome(answer) == expected


STOPS = {
    "missing": (item(404, "index_not_found_exception"), "adwatch index init"),
    "read-only": (item(403, "cluster_block_exception"), "read-only"),
    "older than we are": (item(400, "strict_dynamic_mapping_exception"), "adwatch index init"),
    "closed": (item(400, "index_closed_exception", "closed"), "_open"),
    "nowhere to write": (item(400, "illegal_argument_exception", "no write index is defined for alias [x]"), "alias"),
    "no pipeline": (item(400, "illegal_argument_exception", "pipeline with id [x] does not exist"), "pipeline"),
    "no room for shards": (
        item(
            400,
            "validation_exception",
            "this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum normal shards open",
        ),
        "max_shards_per_node",
    ),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_no_record_is_to_blame_for_stops_the_stage_with_a_hint(case: str) -> None:
    answer, hint = STOPS[case]
    with pytest.raises(StageStoppedError) as caught:
        refusals.outcome(answer)
    assert hint in caught.value.hint
