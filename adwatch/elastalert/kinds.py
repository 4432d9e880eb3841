"""The types of ElastAlert 2 rules and what each is here."""

from collections.abc import Callable
from typing import Any

from adwatch.elastalert.filters import condition, field_name
from adwatch.elastalert.remarks import Remarks, span

Said = dict[str, Any]
Convert = Callable[[Said, Remarks], Said]


def _timeframe(said: Said, remarks: Remarks, name: str = "timeframe") -> Said:
    window = span(said.get(name), name, remarks) if name in said else None
    return {"window": window} if window else {}


def _field(said: Said, name: str, as_name: str, remarks: Remarks) -> Said:
    asked = said.get(name)
    if isinstance(asked, list):
        if len(asked) > 1:
            remarks.add(name, f"only the first of {len(asked)} fields was taken; write a rule for each other")
        asked = asked[0]
    known = field_name(str(asked), remarks)
    return {as_name: known} if known else {}


def _any(said: Said, remarks: Remarks) -> Said:
    return {"kind": "any"}


def _listed(name: str, as_name: str) -> Convert:
    def convert(said: Said, remarks: Remarks) -> Said:
        values = [str(value) for value in said.get(name, []) if not str(value).startswith("!file")]
        if len(values) < len(said.get(name, [])):
            remarks.add(name, "values in files were left out; write them into the rule")
        return {"kind": "list", **_field(said, "compare_key", "field", remarks), as_name: values}

    return convert


def _change(said: Said, remarks: Remarks) -> Said:
    if not said.get("ignore_null"):
        remarks.add("ignore_null", "ads that do not say the value are always passed over here")
    within = _timeframe(said, remarks)
    field = _field(said, "compare_key", "of", remarks)
    return {"kind": "change", **field, **({"within": within["window"]} if within else {})}


def _frequency(said: Said, remarks: Remarks) -> Said:
    return {"kind": "frequency", "count": said.get("num_events"), **_timeframe(said, remarks)}


def _spike(said: Said, remarks: Remarks) -> Said:
    bounds = {"min_reference": said.get("threshold_ref"), "min_current": said.get("threshold_cur")}
    return {
        "kind": "spike",
        "height": said.get("spike_height"),
        "direction": said.get("spike_type", "up"),
        **{name: bound for name, bound in bounds.items() if bound},
        **_timeframe(said, remarks),
    }


def _flatline(said: Said, remarks: Remarks) -> Said:
    forget = {"give_up": 1} if said.get("forget_keys") else {}
    return {"kind": "flatline", "fewer_than": said.get("threshold"), **forget, **_timeframe(said, remarks)}


def _new_term(said: Said, remarks: Remarks) -> Said:
    remember = span(said["terms_window_size"], "terms_window_size", remarks) if "terms_window_size" in said else "30d"
    name = "fields" if "fields" in said else "query_key"
    return {"kind": "new_term", **_field(said, name, "of", remarks), "remember": remember}


def _cardinality(said: Said, remarks: Remarks) -> Said:
    field = _field(said, "cardinality_field", "of", remarks)
    if "max_cardinality" in said:
        if "min_cardinality" in said:
            remarks.add("min_cardinality", "write a second rule, of kind metric with `metric: distinct`")
        return {"kind": "cardinality", **field, "at_least": said["max_cardinality"] + 1, **_timeframe(said, remarks)}
    below = said.get("min_cardinality")
    return {"kind": "metric", "metric": "distinct", **field, "below": below, **_timeframe(said, remarks)}


def _metric(said: Said, remarks: Remarks) -> Said:
    metric = {"cardinality": "distinct"}.get(said.get("metric_agg_type", ""), said.get("metric_agg_type"))
    if metric not in ("avg", "min", "max", "sum", "distinct"):
        remarks.add("metric_agg_type", f"{metric!r} is not measured here; known: avg, min, max, sum, distinct")
    field = _field(said, "metric_agg_key", "of", remarks)
    return {"kind": "metric", "metric": metric, **field, **_bounds(said, "threshold"), **_buffer(said, remarks)}


def _percentage(said: Said, remarks: Remarks) -> Said:
    match = condition(said.get("match_bucket_filter"), remarks)
    least = {"min_count": said["min_denominator"]} if "min_denominator" in said else {}
    return {"kind": "percentage", "match": match, **_bounds(said, "percentage"), **least, **_buffer(said, remarks)}


def _bounds(said: Said, what: str) -> Said:
    names = {"above": f"max_{what}", "below": f"min_{what}"}
    return {name: said[option] for name, option in names.items() if option in said}


def _buffer(said: Said, remarks: Remarks) -> Said:
    return _timeframe(said, remarks, "buffer_time" if "buffer_time" in said else "timeframe")


CONVERT: dict[str, Convert] = {
    "any": _any,
    "blacklist": _listed("blacklist", "deny"),
    "whitelist": _listed("whitelist", "allow"),
    "change": _change,
    "frequency": _frequency,
    "spike": _spike,
    "flatline": _flatline,
    "new_term": _new_term,
    "cardinality": _cardinality,
    "metric_aggregation": _metric,
    "percentage_match": _percentage,
}
OPTIONS = {
    "blacklist", "whitelist", "compare_key", "ignore_null", "timeframe", "num_events", "spike_height", "spike_type",
    "threshold_ref", "threshold_cur", "threshold", "forget_keys", "terms_window_size", "fields", "cardinality_field",
    "max_cardinality", "min_cardinality", "metric_agg_type", "metric_agg_key", "max_threshold", "min_threshold",
    "match_bucket_filter", "max_percentage", "min_percentage", "min_denominator", "buffer_time",
}  # fmt: skip
