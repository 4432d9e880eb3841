"""Filing alerts: each is created once under its id; a later state changes that and nothing else.

A correction is filed unless a newer one is there, in whatever order they come: it is looked at first what is filed, and
written only if nobody else has written in between. An alert that was refused, and comes from the dead letters after its
correction, is put into the document that the correction made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from msgspec.structs import replace

from processors.index.bulk import Action, change, create, write
from processors.index.convert import to_alert_document
from processors.index.document import AlertChange, AlertCorrected, AlertDocument
from processors.index.refusals import CONFLICT, DONE, NOT_ASKED, in_halves, nothing, outcome, refused
from processors.stage import Outcome, Reject, Retry
from schemas.alert import Alert, AlertState, Correction
from schemas.base import Record

OF_PEOPLE = {*AlertDocument.__struct_fields__} - {*Alert.__struct_fields__} | {*AlertChange.__struct_fields__}


class Filed(Record, frozen=True, kw_only=True):
    """What is filed of an alert, as far as it matters here."""

    sentence: str = ""  # none: a correction came first, and it says little else
    correction: Correction | None = None


class Seen(Record, frozen=True, kw_only=True):
    """A document, and when it was written last."""

    seq_no: int = msgspec.field(name="_seq_no")
    primary_term: int = msgspec.field(name="_primary_term")
    source: Filed = msgspec.field(name="_source")


def file(client: Elasticsearch, alias: str, alerts: Sequence[Alert]) -> list[Outcome]:
    """One outcome per alert, in order, as from `bulk.write`."""
    plain = [place for place, alert in enumerate(alerts) if not _amends(alert)]
    answers: dict[int, Outcome] = dict(
        zip(plain, write(client, alias, [_plain(alerts[place]) for place in plain]), strict=True)
    )
    again: dict[str, list[int]] = {}  # what must be looked at: corrections, and alerts of which there is something
    for place, alert in enumerate(alerts):
        if answers.get(place, CONFLICT) is CONFLICT:
            again.setdefault(alert.alert_id, []).append(place)
    found = look(client, alias, list(again)) if again else {}
    put = {name: _put([alerts[place] for place in places], found[name]) for name, places in again.items()}
    actions = [(name, action) for name, action in put.items() if isinstance(action, Action)]
    told = dict(zip((name for name, _ in actions), write(client, alias, [each for _, each in actions]), strict=True))
    for name, places in again.items():
        answer = put[name]
        answers |= dict.fromkeys(places, told[name] if isinstance(answer, Action) else answer)
    return [answers[place] for place in range(len(alerts))]


def _amends(alert: Alert) -> bool:
    return alert.correction is not None and alert.correction.amends


def _plain(alert: Alert) -> Action:
    document = to_alert_document(alert)
    if alert.state is AlertState.NEW:
        return create(alert.alert_id, document)._replace(alone=True)
    part = AlertChange(**{name: getattr(alert, name) for name in AlertChange.__struct_fields__})
    return change(alert.alert_id, part, document)


def _put(alerts: Sequence[Alert], found: Seen | Outcome | None) -> Action | Outcome:
    """What to do about alerts of one id, with what is filed of it: write something, or nothing, or what else it is."""
    if isinstance(found, Retry | Reject):
        return found
    said = _newest([alert.correction for alert in alerts if _amends(alert)])
    whole = next((alert for alert in alerts if not _amends(alert)), None)
    if not isinstance(found, Seen):
        first = whole or alerts[0]
        first = replace(first, correction=said or first.correction)
        return create(first.alert_id, to_alert_document(first))._replace(alone=True)
    part: dict[str, Any] = {}
    if whole is not None and whole.sentence and not found.source.sentence:
        part = {name: value for name, value in _fields(to_alert_document(whole)).items() if name not in OF_PEOPLE}
        said = said or found.source.correction
    newest = _newest([found.source.correction, said])
    if part or (newest is not None and newest != found.source.correction):
        if newest is not None:
            part |= _fields(AlertCorrected(correction=newest))
        return _change(alerts[0].alert_id, part, found)
    return DONE


def _newest(said: Sequence[Correction | None]) -> Correction | None:
    newest = None
    for each in said:
        if each is not None and (newest is None or newest.gives_way_to(each)):
            newest = each
    return newest


def _fields(record: Record) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return fields


def _change(identity: str, part: Mapping[str, Any], seen: Seen) -> Action:
    order = {"update": {"_id": identity, "if_seq_no": seen.seq_no, "if_primary_term": seen.primary_term}}
    return Action(msgspec.json.encode(order), msgspec.json.encode({"doc": part}), alone=True)


def look(client: Elasticsearch, alias: str, names: Sequence[str]) -> dict[str, Seen | Outcome | None]:
    """What is filed under these ids, None for nothing; or why that cannot be known by now.

    It is asked by changes that change nothing: so who files alerts needs no right to read them. Raises
    StageStoppedError when an operator must act.
    """

    def ask(some: Sequence[str]) -> list[Seen | Outcome | None]:
        lines: list[dict[str, Any]] = []
        for name in some:
            lines += {"update": {"_id": name}}, {"doc": {}, "_source": ["sentence", "correction"]}
        answer = client.bulk(index=alias, operations=lines, require_alias=True, filter_path="items.update")
        items = [each["update"] for each in answer.body.get("items", ())]
        return [NOT_ASKED] * len(some) if len(items) != len(some) else [_seen(item) for item in items]

    found = in_halves(names, ask, nothing(client, alias), lambda _, error: refused(error))
    return dict(zip(names, found, strict=True))


def _seen(item: dict[str, Any]) -> Seen | Outcome | None:
    if item.get("error", {}).get("type") == "document_missing_exception":
        return None
    return msgspec.convert(item["get"], Seen) if "get" in item else outcome(item)
