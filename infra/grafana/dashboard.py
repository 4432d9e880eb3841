"""The Grafana dashboard of the stages: `python -m infra.grafana.dashboard > infra/grafana/adwatch.json`.

Grafana imports that file as it is and asks which Prometheus to use.
"""

import json
from typing import Any, NamedTuple

_WIDTH, _HEIGHT, _IN_A_ROW = 12, 8, 2
_STAGE = 'stage=~"$stage"'


class Panel(NamedTuple):
    """One picture: its query, what its lines are called, its unit, and what is to be done about it."""

    title: str
    query: str
    legend: str
    unit: str
    help: str


PANELS = (
    Panel(
        "Oldest record that waits",
        f"max by (stage) (adwatch_oldest_unprocessed_seconds{{{_STAGE}}})",
        "{{stage}}",
        "s",
        "How late the stage is. When it grows, the stage is too slow or what it writes to is away.",
    ),
    Panel(
        "Records before each stage",
        f"sum by (stage) (adwatch_lag_records{{{_STAGE}}})",
        "{{stage}}",
        "short",
        "When it grows while the stage works, start one more process of it: docs/scaling.md.",
    ),
    Panel(
        "From ad to alert",
        "histogram_quantile(0.95, sum by (le) (rate(adwatch_ad_to_alert_seconds_bucket[5m])))",
        "95 of 100 within",
        "s",
        "From the sighting of the ad that completed an alert to the alert. Ads sent through again count as old.",
    ),
    Panel(
        "Alerts",
        "sum(rate(adwatch_ad_to_alert_seconds_count[5m])) * 3600",
        "alerts an hour",
        "short",
        "Only alerts about ads.",
    ),
    Panel(
        "Outcomes",
        f"sum by (stage, outcome) (rate(adwatch_records_total{{{_STAGE}}}[5m]))",
        "{{stage}} {{outcome}}",
        "cps",
        "in: done with; out: put on the bus; rejected: in ads.dead; retried: given back, each time anew.",
    ),
    Panel(
        "Refusals by reason",
        f"sum by (stage, reason) (increase(adwatch_rejected_total{{{_STAGE}}}[1h]))",
        "{{stage}} {{reason}}",
        "short",
        "In the last hour. Look at them with `adwatch dead list`.",
    ),
    Panel(
        "From a batch's arrival to its commit",
        f"histogram_quantile(0.95, sum by (stage, le) (rate(adwatch_batch_seconds_bucket{{{_STAGE}}}[5m])))",
        "{{stage}}",
        "s",
        "95 of 100 batches within.",
    ),
    Panel(
        "Share of time at work",
        f"sum by (stage) (rate(adwatch_batch_seconds_sum{{{_STAGE}}}[5m]))"
        f" / count by (stage) (adwatch_stuck_partitions{{{_STAGE}}})",
        "{{stage}}",
        "percentunit",
        "Near 1, the processes of a stage have no room left.",
    ),
    Panel(
        "Partitions that give nothing",
        f"sum by (stage) (adwatch_stuck_partitions{{{_STAGE}}})",
        "{{stage}}",
        "short",
        "Always 0; otherwise the stage ends with code 75 and is started again.",
    ),
    Panel(
        "Processes that answer",
        f"count by (stage) (adwatch_stuck_partitions{{{_STAGE}}})",
        "{{stage}}",
        "short",
        "A stage that is missing here has ended, or has not yet looked at its partitions.",
    ),
    Panel(
        "Messages that wait for their target",
        "sum by (target) (adwatch_notify_waiting)",
        "{{target}}",
        "short",
        "People are told later. `adwatch alerts targets` says what the target answers.",
    ),
    Panel(
        "Targets that take nothing",
        "sum(adwatch_notify_dead_targets)",
        "targets",
        "short",
        "Always 0; otherwise what was for them is in ads.dead, and people do not get their alerts.",
    ),
)
STAGES_QUERY = "label_values(adwatch_stuck_partitions, stage)"


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana's own JSON."""
    return {
        "__inputs": [{"name": "DS", "label": "Prometheus", "type": "datasource", "pluginId": "prometheus"}],
        "uid": "adwatch-stages",
        "title": "adwatch: stages",
        "tags": ["adwatch"],
        "timezone": "utc",
        "refresh": "30s",
        "schemaVersion": 39,
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [_stage_choice()]},
        "panels": [_drawn(number, panel) for number, panel in enumerate(PANELS)],
    }


def _stage_choice() -> dict[str, Any]:
    return {
        "name": "stage",
        "type": "query",
        "datasource": _SOURCE,
        "query": STAGES_QUERY,
        "refresh": 2,  # whenever the time range changes
        "includeAll": True,
        "multi": True,
        "current": {"text": "All", "value": "$__all"},
    }


_SOURCE = {"type": "prometheus", "uid": "${DS}"}


def _drawn(number: int, panel: Panel) -> dict[str, Any]:
    row, column = divmod(number, _IN_A_ROW)
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.help,
        "datasource": _SOURCE,
        "gridPos": {"x": column * _WIDTH, "y": row * _HEIGHT, "w": _WIDTH, "h": _HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "datasource": _SOURCE, "expr": panel.query, "legendFormat": panel.legend}],
    }


if __name__ == "__main__":
    print(json.dumps(dashboard(), indent=2))
