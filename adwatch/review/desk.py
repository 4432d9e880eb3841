"""One step with one alert: written to the audit log first, then to the document, which must not have changed since."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from elasticsearch import ConflictError, Elasticsearch

from adwatch import audit
from adwatch.errors import KnownError
from adwatch.people import Person
from processors.index.client import SearchError, session
from processors.index.document import AlertDocument
from processors.index.names import ALERTS
from processors.notify.clean import clean
from processors.settings import ProcessorSettings
from schemas.codec import encode

Take = Callable[[AlertDocument, str, datetime], AlertDocument]  # document, by whom, when -> the next document


def step(settings: ProcessorSettings, alert_id: str, person: Person, take: Take, **details: str) -> AlertDocument:
    """Do it and return what the alert is now.

    Raises KnownError when there is no such alert, when the step is not allowed, or when somebody else was quicker. A
    process killed in between leaves a line in the log and the alert as it was: the step is then to be done again.
    """
    try:
        with session(settings.search) as client:
            alert, place = _found(client, settings, alert_id)
            after = take(alert, person.name, datetime.now(UTC))
            action = f"alert.{after.history[-1].action}"
            facts = {"from": alert.state.value, "to": after.state.value, "note": after.history[-1].note, **details}
            audit.append(settings.home, action, alert.alert_id, person.name, person.login, facts)
            _write(client, settings, after, place, person)
    except SearchError as error:
        raise KnownError(str(error)) from error
    return after


def _found(client: Elasticsearch, settings: ProcessorSettings, alert_id: str) -> tuple[AlertDocument, tuple[int, int]]:
    found = client.options(ignore_status=404).get(index=ALERTS.read(settings.search.prefix), id=alert_id)
    if "_source" not in found:
        raise KnownError(f"no alert {clean(alert_id, 80)}; see: adwatch alerts list", exit_code=1)
    return msgspec.convert(found["_source"], AlertDocument), (found["_seq_no"], found["_primary_term"])


def _write(
    client: Elasticsearch, settings: ProcessorSettings, after: AlertDocument, place: tuple[int, int], person: Person
) -> None:
    try:
        client.index(
            index=ALERTS.write(settings.search.prefix),
            id=after.alert_id,
            document=msgspec.json.decode(encode(after)),
            if_seq_no=place[0],
            if_primary_term=place[1],
            refresh=True,
        )
    except ConflictError:
        audit.append(settings.home, "alert.not_done", after.alert_id, person.name, person.login)
        raise KnownError("somebody else worked on this alert just now; look at it again", exit_code=1) from None
