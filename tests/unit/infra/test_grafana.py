"""Every query of the dashboard asks for metrics and labels that the stages really have, in a way Prometheus takes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest

from infra.grafana import dashboard
from processors.notify import report
from processors.plumbing import metrics

SAMPLES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
OURS = [each for module in (metrics, report) for each in vars(module).values() if hasattr(each, "_labelnames")]
LABELS = {
    family.name + suffix: {*ours._labelnames, *(("le",) if suffix == "_bucket" else ())}
    for ours in OURS
    for family in ours.describe()
    for suffix in SAMPLES[family.type]
}
COUNTERS = {name for name in LABELS if name.endswith(("_total", "_bucket", "_sum", "_count"))}


def _within(node: Any) -> Iterator[Any]:
    """An expression and all it is made of."""
    yield node
    for name in ("expr", "lhs", "rhs", "vector_selector", "param"):
        inner = getattr(node, name, None)
        if inner is not None:
            yield from _within(inner)
    for argument in getattr(node, "args", None) or ():
        yield from _within(argument)


def _selectors(query: str) -> list[Any]:
    parsed = promql_parser.parse(query.replace("$stage", ".*"))
    return [node for node in _within(parsed) if type(node).__name__ == "VectorSelector"]


@pytest.mark.parametrize("panel", dashboard.PANELS, ids=lambda panel: panel.title)
def test_a_query_asks_for_what_there_is(panel: dashboard.Panel) -> None:
    selectors = _selectors(panel.query)
    assert selectors
    known = set.union(*(LABELS[each.name] for each in selectors))
    for each in selectors:
        assert {matcher.name for matcher in each.matchers.matchers} <= LABELS[each.name]
    for group in re.findall(r"by \(([^)]*)\)", panel.query):
        assert {name.strip() for name in group.split(",")} <= known
    assert set(re.findall(r"{{(\w+)}}", panel.legend)) <= known


@pytest.mark.parametrize("panel", dashboard.PANELS, ids=lambda panel: panel.title)
def test_what_only_grows_is_shown_as_a_rate_and_nothing_else_is(panel: dashboard.Panel) -> None:
    rated = set(re.findall(r"(?:rate|increase)\((\w+)", panel.query))
    assert rated == {each.name for each in _selectors(panel.query)} & COUNTERS


def test_the_choice_of_stages_asks_for_what_there_is() -> None:
    found = re.fullmatch(r"label_values\((\w+), (\w+)\)", dashboard.STAGES_QUERY)
    assert found
    assert found[2] in LABELS[found[1]]


def test_every_metric_is_shown() -> None:
    shown = {each.name for panel in dashboard.PANELS for each in _selectors(panel.query)}
    for ours in OURS:
        name = ours.describe()[0].name
        assert any(each.startswith(name) for each in shown), name


def test_the_file_that_people_import_is_this_dashboard() -> None:
    file = Path(dashboard.__file__).with_name("adwatch.json")
    assert json.loads(file.read_text(encoding="utf-8")) == dashboard.dashboard()
