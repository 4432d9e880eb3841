"""One ElastAlert 2 rule as a rule file of ours, and what a person must still do."""

import re
from dataclasses import dataclass
from typing import Any

from adwatch.elastalert.filters import condition, field_name
from adwatch.elastalert.kinds import CONVERT, OPTIONS
from adwatch.elastalert.remarks import Remarks, span

Said = dict[str, Any]

# Options that have no counterpart in a rule, and where what they do is done instead.
ELSEWHERE = {
    "index": "rules meet ads in the stream and not an index",
    "alert": "who is told stands in the settings (notify.teams); name teams under `routing`",
    "alert_text": "write it into `sentence`, in both languages",
    "alert_text_args": "see the names in braces of `sentence`",
    "alert_subject": "write it into `title`",
    "alert_text_type": "an alert always says its reasons and gaps",
    "query_delay": "see `lateness`: late ads are counted where they belong",
    "run_every": "rules meet every ad as it comes",
    "use_count_query": "every ad is looked at, none is only counted",
    "use_terms_query": "every ad is looked at, none is only counted",
    "aggregation_key": "alerts are gathered by rule",
    "limit_execution": "see `delivery.quiet`",
    "owner": "put it into the file's history",
    "enhancements": "a rule runs no code",
}
_CRON = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* \*")
_HANDLED = {
    "name", "type", "filter", "query_key", "realert", "exponential_realert", "aggregation", "priority", "description",
    "is_enabled",
}  # fmt: skip
_SEVERITY = {1: "high", 2: "high", 3: "medium"}
BY_A_PERSON = ("title.fr", "sentence", "why", "source", "evidence", "indicators", "run_book", "examples")


@dataclass(frozen=True)
class Converted:
    """The rule as far as it goes, and one line for each thing that is not in it."""

    rule: Said
    remarks: tuple[str, ...]


def convert(said: Said) -> Converted:
    """Convert one rule. Raises ValueError when it is no ElastAlert rule or of a type that does not exist here."""
    kind = said.get("type")
    if not isinstance(said.get("name"), str) or not isinstance(kind, str):
        raise ValueError("an ElastAlert rule has a name and a type")
    if kind not in CONVERT:
        raise ValueError(f"type {kind!r} has no counterpart here; known: {', '.join(CONVERT)}")
    remarks = Remarks()
    rule = {
        "id": _id(said["name"]),
        "version": 1,
        **CONVERT[kind](said, remarks),
        "title": {"en": said["name"]},
        "severity": _SEVERITY.get(said.get("priority", 3), "low"),
        **_key(said, remarks),
        "condition": condition(said.get("filter"), remarks),
        **_throttle(said, remarks),
        **_delivery(said, remarks),
    }
    if said.get("description"):
        rule["why"] = {"en": said["description"]}
    for option in said.keys() - _HANDLED - OPTIONS:
        remarks.add(option, ELSEWHERE.get(option, "has no counterpart here and was left out"))
    remarks.add("to be written by a person", ", ".join(BY_A_PERSON))
    return Converted({name: value for name, value in rule.items() if value is not None}, tuple(remarks.lines))


def _id(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:60]
    return plain if re.match(r"[a-z][a-z0-9_]{2}", plain) else f"rule_{plain}"


def _key(said: Said, remarks: Remarks) -> Said:
    asked = said.get("query_key")
    names = asked if isinstance(asked, list) else [asked] if asked else []
    keys = [known for name in names if (known := field_name(str(name), remarks))]
    subjects = {"actor": "actor", "cluster": "cluster", "source": "source", "ad_id": "ad"}
    subject = next((subjects[key] for key in keys if key in subjects), "source" if not keys else "ad")
    return {"subject": subject, **({"key": keys} if keys else {})}


def _throttle(said: Said, remarks: Remarks) -> Said:
    every = span(said["realert"], "realert", remarks) if said.get("realert") else "1m"
    if "exponential_realert" in said:
        return {
            "throttle": {"every": every, "up_to": span(said["exponential_realert"], "exponential_realert", remarks)}
        }
    return {"throttle": every}


def _delivery(said: Said, remarks: Remarks) -> Said:
    asked = said.get("aggregation")
    if not asked:
        return {}
    if isinstance(asked, dict) and "schedule" in asked:
        cron = _CRON.fullmatch(str(asked["schedule"]))
        if cron is None:
            remarks.add("aggregation.schedule", "only daily times can be carried over; see `delivery.digest.at`")
            return {}
        return {"delivery": {"digest": {"at": [f"{int(cron[2]):02}:{int(cron[1]):02}"]}}}
    return {"delivery": {"digest": {"every": span(asked, "aggregation", remarks)}}}
