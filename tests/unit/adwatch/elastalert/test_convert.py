"""ElastAlert 2 rules, by type: what they become here, and what is said of the rest."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from adwatch.commands.import_elastalert import import_elastalert
from adwatch.elastalert import convert
from adwatch.errors import KnownError
from processors.alert.kinds import KINDS
from processors.alert.loading import load_rule

HOURS = {"timeframe": {"hours": 4}}
HIGH = {"filter": [{"term": {"band": "high"}}]}

# options of the rule                                                        what it says here
TYPES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "any"}, {"kind": "any"}),
    (
        {"type": "blacklist", "compare_key": "contacts", "blacklist": ["phone-1"]},
        {"kind": "list", "field": "contacts.token", "deny": ["phone-1"]},
    ),
    (
        {"type": "whitelist", "compare_key": "source", "whitelist": ["a"]},
        {"kind": "list", "field": "source", "allow": ["a"]},
    ),
    (
        {"type": "change", "compare_key": "language", "ignore_null": True, **HOURS},
        {"kind": "change", "of": "facts.language", "within": "4h"},
    ),
    ({"type": "frequency", "num_events": 5, **HOURS}, {"kind": "frequency", "count": 5, "window": "4h"}),
    (
        {"type": "spike", "spike_height": 3, "spike_type": "both", "threshold_ref": 5, **HOURS},
        {"kind": "spike", "height": 3, "direction": "both", "min_reference": 5, "window": "4h"},
    ),
    (
        {"type": "flatline", "threshold": 2, "forget_keys": True, **HOURS},
        {"kind": "flatline", "fewer_than": 2, "give_up": 1, "window": "4h"},
    ),
    (
        {"type": "new_term", "fields": ["source"], "terms_window_size": {"weeks": 2}},
        {"kind": "new_term", "of": "source", "remember": "14d"},
    ),
    (
        {"type": "cardinality", "cardinality_field": "source", "max_cardinality": 4, **HOURS},
        {"kind": "cardinality", "of": "source", "at_least": 5, "window": "4h"},
    ),
    (
        {"type": "cardinality", "cardinality_field": "source", "min_cardinality": 2, **HOURS},
        {"kind": "metric", "metric": "distinct", "of": "source", "below": 2, "window": "4h"},
    ),
    (
        {"type": "metric_aggregation", "metric_agg_type": "avg", "metric_agg_key": "score", "max_threshold": 8,
         "buffer_time": {"minutes": 90}},
        {"kind": "metric", "metric": "avg", "of": "score.value", "above": 8, "window": "90m"},
    ),
    (
        {"type": "percentage_match", "match_bucket_filter": HIGH["filter"], "max_percentage": 50, **HOURS},
        {
            "kind": "percentage",
            "match": {"field": "score.band", "op": "is", "value": "high"},
            "above": 50,
            "window": "4h",
        },
    ),
]  # fmt: skip

BAND = {"field": "score.band", "op": "is", "value": "high"}
SITE = {"field": "source", "op": "is", "value": "a"}

# filter of the rule                                                         condition here
FILTERS: list[tuple[Any, dict[str, Any]]] = [
    (None, {"field": "source", "op": "known"}),
    ([{"term": {"band.keyword": "high"}}], BAND),
    ([{"term": {"band": {"value": "high"}}}], BAND),
    ([{"terms": {"band": ["medium", "high"]}}], {"field": "score.band", "op": "in", "value": ["medium", "high"]}),
    ([{"term": {"indicator": "LB-06"}}], {"field": "findings.indicator", "op": "has_any", "value": ["LB-06"]}),
    ([{"range": {"score": {"gte": 5}}}], {"field": "score.value", "op": "at_least", "value": 5}),
    ([{"exists": {"field": "actor"}}], {"field": "actor", "op": "known"}),
    ([{"query": {"query_string": {"query": "band:high AND source:a"}}}], {"all": [BAND, SITE]}),
    ([{"query_string": {"query": 'band:"high" OR source:a'}}], {"any": [BAND, SITE]}),
    ([{"term": {"band": "high"}}, {"term": {"source": "a"}}], {"all": [BAND, SITE]}),
    (
        [{"bool": {"must": [{"term": {"band": "high"}}], "must_not": [{"term": {"source": "a"}}]}}],
        {"all": [BAND, {"none": [SITE]}]},
    ),
]

# option                                                                     the remark begins with
NOT_CARRIED: list[tuple[dict[str, Any], str]] = [
    ({"alert": ["email"], "email": "a@office.example"}, "alert: who is told stands in the settings"),
    ({"query_delay": {"minutes": 5}}, "query_delay: see `lateness`"),
    ({"summary_table_fields": ["x"]}, "summary_table_fields: has no counterpart here"),
    ({"filter": [{"term": {"colour": "red"}}]}, "colour: an ad has no such field"),
    ({"filter": [{"script": {"source": "x"}}]}, "script: this kind of filter was left out"),
    ({"filter": [{"query_string": {"query": "body:(a b)"}}]}, "query_string: 'body:(a b)' is more than"),
    ({"filter": [{"range": {"source": {"gte": "a"}}}]}, "source: only numbers have ranges"),
    ({"aggregation": {"schedule": "*/5 * * * *"}}, "aggregation.schedule: only daily times"),
    ({"realert": "soon"}, "realert: 'soon' is no span of time here"),
]


def rule(**said: Any) -> dict[str, Any]:
    return {"name": "Some rule", "type": "any", **said}


@pytest.mark.parametrize(("said", "expected"), TYPES, ids=lambda each: str(each.get("type", each.get("kind"))))
def test_type(said: dict[str, Any], expected: dict[str, Any]) -> None:
    converted = convert(rule(**said)).rule
    assert {name: converted.get(name) for name in expected} == expected
    assert set(converted) <= set(KINDS[converted["kind"]].model.model_fields)


@pytest.mark.parametrize(("said", "expected"), FILTERS)
def test_filter(said: Any, expected: dict[str, Any]) -> None:
    converted = convert(rule(filter=said))
    assert converted.rule["condition"] == expected
    assert len(converted.remarks) == 1


@pytest.mark.parametrize(("said", "remark"), NOT_CARRIED)
def test_what_is_not_carried_over_is_said(said: dict[str, Any], remark: str) -> None:
    assert any(line.startswith(remark) for line in convert(rule(**said)).remarks)


def test_throttle_key_and_digest() -> None:
    said = rule(
        query_key="actor",
        realert={"hours": 1},
        exponential_realert={"days": 1},
        aggregation={"schedule": "30 8 * * *"},
        priority=1,
    )
    converted = convert(said).rule
    assert converted["throttle"] == {"every": "1h", "up_to": "1d"}
    assert (converted["key"], converted["subject"], converted["severity"]) == (["actor"], "actor", "high")
    assert converted["delivery"] == {"digest": {"at": ["08:30"]}}
    assert converted["id"] == "some_rule"


@pytest.mark.parametrize("said", [{"name": "x"}, {"type": "any"}, {"name": "x", "type": "spike_aggregation"}])
def test_no_rule_of_a_known_type(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"name and a type|no counterpart"):
        convert(said)


def test_a_person_completes_it_and_it_is_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = tmp_path / "theirs.yaml"
    original.write_text(yaml.safe_dump(rule(type="frequency", num_events=3, query_key="actor", **HOURS, **HIGH)))
    assert import_elastalert(original) == 0
    said = capsys.readouterr()
    assert "to be written by a person: title.fr" in said.err
    words = {"en": "some words", "fr": "des mots"}
    ads = {"actor": "a-1", "score": {"band": "high"}}
    completed = yaml.safe_load(said.out) | {
        "title": words, "sentence": words, "why": words, "run_book": words,
        "source": ["x"], "evidence": "E4", "indicators": ["LB-06"],
        "examples": {
            "fire": [{"what": "three", "ads": [ads | {"repeat": 3}]}],
            "not_fire": [{"what": "two", "ads": [ads | {"repeat": 2}]}],
        },
    }  # fmt: skip
    (tmp_path / "some_rule.yml").write_text(json.dumps(completed))
    assert load_rule(tmp_path / "some_rule.yml").file.kind == "frequency"


def test_a_file_that_is_no_rule(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("name: x\ntype: nonsense\n")
    with pytest.raises(KnownError, match=r"x\.yaml: type 'nonsense' has no counterpart"):
        import_elastalert(tmp_path / "x.yaml")
